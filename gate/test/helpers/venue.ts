/** A hub on a database of its own, with an event whose holders' keys the test has. It needs no chain. */

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  composeCode,
  entryProofDigest,
  type Hex,
  type Manifest,
  NO_CHALLENGE,
  type Policy,
  packRightId,
} from "doorkey/code";
import { type HolderKey, holderKey, type KeyKind } from "doorkey-test-support/keys";
import { createAlarms } from "../../src/alarms/Alarms.ts";
import { deviceIdOf, genesisOf, rowDigest, signRow } from "../../src/protocol/logRows.ts";
import type { LogRow, UnsignedRow } from "../../src/protocol/messages.ts";
import { createScans, type Scans } from "../../src/scans/createScans.ts";
import type { Caller } from "../../src/scans/Hub.ts";
import { openStorage, type Storage } from "../../src/storage/openStorage.ts";

export const EVENT = {
  chainId: 31_337,
  rightsRegistry: "0x00000000000000000000000000000000D00Dcafe",
  eventId: 7,
} as const;
export const DOORS_OPEN = 1_900_000_000;
export const DOORS_CLOSE = DOORS_OPEN + 14_400;
export const PASSKEY_SITE = { origin: "https://tickets.example", rpId: "tickets.example" };

/** One batch of rights. The holder of right `i` has the key `keys[i]`. */
export type Show = { readonly manifest: Manifest; readonly keys: readonly HolderKey[] };

export function showOf(keys: readonly HolderKey[], change: Partial<Manifest["batches"][number]> = {}): Show {
  const records: Hex = `0x${keys.map(({ address }) => address.slice(2).toLowerCase()).join("")}`;
  const batch = {
    ...{ agentId: 1, classId: 1, seated: false, tagged: false, namedClass: false, records },
    ...{ statuses: "0".repeat(keys.length), holdings: {}, ...change },
  };
  const manifest: Manifest = {
    ...EVENT,
    block: { number: 42, hash: `0x${"ab".repeat(32)}` },
    ...{ takenAt: DOORS_OPEN, doorsOpenAt: DOORS_OPEN, doorsCloseAt: DOORS_CLOSE, cancelled: false },
    classes: { 1: { name: "standing" } },
    batches: [batch],
  };
  return { manifest, keys };
}

/** A show where each holder has one right. */
export function showOfStrangers(count: number, kind: KeyKind = "secp256k1"): Show {
  return showOf(Array.from({ length: count }, (_, i) => holderKey(kind, i)));
}

export const rightOf = (index: number): bigint => packRightId({ eventId: EVENT.eventId, batch: 0, index });

/** The code that a holder's phone shows. Seconds count whole. */
export function codeOf(
  { keys }: Show,
  index: number,
  issuedAt: number,
  { count = 1, challenge = NO_CHALLENGE }: { count?: number; challenge?: Hex } = {},
): string {
  const key = keys[index];
  if (key === undefined) throw new Error(`the show has no right ${index}`);
  const holder = key.address as Address;
  const proof = { rightId: rightOf(index), count, holder, issuedAt: Math.floor(issuedAt), challenge };
  return composeCode(EVENT, proof, key.sign(entryProofDigest(EVENT, proof)) as Hex);
}

export const newScanId = (): string => randomBytes(16).toString("hex");

export type Venue = {
  readonly folder: string;
  readonly storage: Storage;
  readonly scans: Scans;
  readonly alarms: ReturnType<typeof createAlarms>;
  /** Seconds. The test moves it. */
  time: number;
  /** Opens the same database again, as a process does that starts after a crash. */
  readonly restart: () => Promise<Venue>;
  readonly close: () => Promise<void>;
};

/** Opens a hub. */
export function openVenue(show: Show, options: openVenue.Options = {}): Venue {
  const { folder = mkdtempSync(join(tmpdir(), "doorkey-gate-")), policy = {}, reentry = false } = options;
  const storage = openStorage({ folder, event: EVENT });
  const venue: { time: number } = { time: options.time ?? DOORS_OPEN + 60 };
  const now = () => venue.time;
  const alarms = createAlarms({ now, report: () => {} });
  const scans = createScans({
    ...{ storage, now, alarms },
    manifest: () => show.manifest,
    policy: () => policy,
    settings: { undoSeconds: 60, reentry, zones: ["north"] },
    ...(options.onDelta && { onDelta: options.onDelta }),
  });
  return Object.assign(venue, {
    ...{ folder, storage, scans, alarms },
    restart: async () => {
      await storage.close();
      return openVenue(show, { ...options, folder, time: venue.time });
    },
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

export declare namespace openVenue {
  type Options = {
    readonly folder?: string;
    readonly policy?: Policy;
    readonly reentry?: boolean;
    readonly time?: number;
    readonly onDelta?: createScans.Options["onDelta"];
  };
}

/** A gate's device, with the log that its page keeps. */
export type TestDevice = Caller & {
  readonly rows: LogRow[];
  /** Signs the next row of its log. */
  readonly append: (row: Partial<UnsignedRow> & Pick<UnsignedRow, "at" | "verdict" | "scanId">) => Promise<LogRow>;
  readonly sign: (row: UnsignedRow) => Promise<LogRow>;
};

export async function newDevice(lane: number, role: Caller["role"] = "steward"): Promise<TestDevice> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const text = Buffer.from(await crypto.subtle.exportKey("raw", publicKey)).toString("base64url");
  const id = await deviceIdOf(text);
  const rows: LogRow[] = [];
  const sign = (row: UnsignedRow) => signRow(privateKey, row);
  return {
    ...{ id, lane, role, publicKey: text, rows, sign },
    append: async (row) => {
      const last = rows.at(-1);
      const { sig: _, ...before } = last ?? { sig: "0x" };
      const prev = last === undefined ? await genesisOf(EVENT, text) : await rowDigest(before as UnsignedRow);
      const next = await sign({ device: id, seq: rows.length + 1, prev, lane, mode: "hub", ...row });
      rows.push(next);
      return next;
    },
  };
}
