import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Alarms } from "../alarms/Alarms.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { deviceIdOf } from "../protocol/logRows.ts";
import type { Device } from "./Device.ts";
import { isSignedByDevice, joinText, parseDeviceKey } from "./deviceKey.ts";
import {
  allDevices,
  type DeviceRow,
  deviceTables,
  putDevice,
  putToken,
  revokeDevice,
  tokenOf,
  useToken,
} from "./tables.ts";

/** Where devices are kept: a database, and the way to change it durably. */
export type DeviceStore = {
  readonly db: DatabaseSync;
  /** Resolves when the change is on disk. */
  readonly write: <T>(work: (db: DatabaseSync) => T) => Promise<T>;
};

/** An invitation of a device. The token is the only copy, because the hub keeps a hash. */
export type Invitation = {
  readonly token: string;
  readonly name: string;
  readonly lane: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
};

/** The devices of a hub: who may join, who has joined, who was revoked. */
export type Devices = {
  /** @param of.minutes Defaults to 15. */
  readonly invite: (of: { name: string; lane: number; minutes?: number }) => Promise<Invitation>;
  /**
   * Lets a device in with a token and its new key.
   *
   * @returns The device, and the secret of its session.
   * @throws TOKEN_UNKNOWN, TOKEN_USED, TOKEN_EXPIRED, KEY_MALFORMED, DEVICE_REVOKED
   */
  readonly join: (by: {
    token: string;
    publicKey: string;
    proof: string;
  }) => Promise<{ device: Device; session: string }>;
  /** The device of a session, also a revoked one. */
  readonly ofSession: (session: string) => Device | undefined;
  readonly byId: (id: string) => Device | undefined;
  readonly list: () => readonly Device[];
  /** Revokes a device. Returns it, or undefined if there is none with that id. */
  readonly revoke: (id: string) => Promise<Device | undefined>;
  /** Calls back when a device was revoked. */
  readonly onRevoked: (listener: (device: Device) => void) => void;
};

const MINUTES = 15;

/**
 * Opens the devices in a hub's database.
 *
 * @param options.now Seconds since 1970.
 * @example
 * const devices = await openDevices({ store, now, alarms });
 * const { token } = await devices.invite({ name: "North 1", lane: 1 });
 */
export async function openDevices({ store, now, alarms }: openDevices.Options): Promise<Devices> {
  await store.write((db) => db.exec(deviceTables));
  const byId = new Map<string, DeviceRow>();
  const bySession = new Map<string, DeviceRow>();
  const keep = (row: DeviceRow) => {
    const before = byId.get(row.id);
    if (before !== undefined) bySession.delete(before.sessionHash);
    byId.set(row.id, row);
    bySession.set(row.sessionHash, row);
  };
  for (const row of allDevices(store.db)) keep(row);
  const listeners: ((device: Device) => void)[] = [];

  return {
    invite: async ({ name, lane, minutes = MINUTES }) => {
      const token = randomBytes(18).toString("base64url");
      const expiresAt = now() + minutes * 60;
      await store.write((db) => putToken(db, { hash: hashOf(token), name, lane, expiresAt }));
      return { token, name, lane, expiresAt };
    },

    join: async ({ token, publicKey, proof }) => {
      if (parseDeviceKey(publicKey) === undefined || !isSignedByDevice(publicKey, joinText(token), proof)) {
        throw new ProblemError("KEY_MALFORMED");
      }
      const session = randomBytes(32).toString("base64url");
      const id = await deviceIdOf(publicKey);
      const at = now();
      // The token is read and used in one transaction, so that two devices cannot both have it.
      const joined = await store.write((db): DeviceRow | ProblemError => {
        const found = tokenOf(db, hashOf(token));
        const problem = tokenProblem(found, at);
        if (found === undefined || problem !== undefined) return problem ?? new ProblemError("TOKEN_UNKNOWN");
        if (byId.get(id)?.revokedAt !== undefined) return new ProblemError("DEVICE_REVOKED");
        useToken(db, found.hash, at);
        const { name, lane } = found;
        const row = { id, name, publicKey, lane, joinedAt: at, revokedAt: undefined, sessionHash: hashOf(session) };
        putDevice(db, row);
        return row;
      });
      if (joined instanceof ProblemError) {
        if (joined.code === "TOKEN_USED") raiseUsedTwice(store.db, alarms, token);
        throw joined;
      }
      keep(joined);
      return { device: publicPart(joined), session };
    },

    ofSession: (session) => optional(bySession.get(hashOf(session))),
    byId: (id) => optional(byId.get(id)),
    list: () => [...byId.values()].map(publicPart),

    revoke: async (id) => {
      const row = byId.get(id);
      if (row === undefined || row.revokedAt !== undefined) return optional(row);
      const revokedAt = now();
      await store.write((db) => revokeDevice(db, id, revokedAt));
      const revoked = { ...row, revokedAt };
      keep(revoked);
      for (const listener of listeners) listener(publicPart(revoked));
      return publicPart(revoked);
    },
    onRevoked: (listener) => void listeners.push(listener),
  };
}

export declare namespace openDevices {
  type Options = { readonly store: DeviceStore; readonly now: () => number; readonly alarms: Alarms };
}

function tokenProblem(token: ReturnType<typeof tokenOf>, at: number): ProblemError | undefined {
  if (token === undefined) return new ProblemError("TOKEN_UNKNOWN");
  if (token.usedAt !== undefined) return new ProblemError("TOKEN_USED");
  return at >= token.expiresAt ? new ProblemError("TOKEN_EXPIRED") : undefined;
}

function raiseUsedTwice(db: DatabaseSync, alarms: Alarms, token: string): void {
  const found = tokenOf(db, hashOf(token));
  const name = found === undefined ? "a device" : `"${found.name}", lane ${found.lane}`;
  alarms.raise(
    "token-used-twice",
    `Two devices used the code that invites ${name}. Check who has it: \`doorkey-gate devices\`, then \`revoke\`.`,
  );
}

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

function publicPart({ sessionHash: _, ...device }: DeviceRow): Device {
  return device;
}

function optional(row: DeviceRow | undefined): Device | undefined {
  return row && publicPart(row);
}
