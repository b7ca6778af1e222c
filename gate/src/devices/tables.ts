import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Device } from "./Device.ts";

/** A device with the hash of its session's secret. */
export type DeviceRow = Device & { readonly sessionHash: string };

/** An invitation, as the hub keeps it. */
export type TokenRow = {
  readonly hash: string;
  readonly name: string;
  readonly lane: number;
  readonly expiresAt: number;
  readonly usedAt: number | undefined;
};

export const deviceTables = `
  create table if not exists device (
    id text primary key, name text not null, public_key text not null, lane integer not null,
    joined_at real not null, revoked_at real, session_hash text not null unique
  ) strict;
  create table if not exists join_token (
    hash text primary key, name text not null, lane integer not null, expires_at real not null, used_at real
  ) strict;
`;

export function allDevices(db: DatabaseSync): DeviceRow[] {
  return db
    .prepare("select * from device order by joined_at, id")
    .all()
    .map((row) => ({
      id: textIn(row, "id"),
      name: textIn(row, "name"),
      publicKey: textIn(row, "public_key"),
      lane: Number(row.lane),
      joinedAt: Number(row.joined_at),
      revokedAt: numberOrNone(row.revoked_at),
      sessionHash: textIn(row, "session_hash"),
    }));
}

export function putDevice(db: DatabaseSync, row: DeviceRow): void {
  db.prepare(
    `insert into device (id, name, public_key, lane, joined_at, session_hash) values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, lane = excluded.lane, joined_at = excluded.joined_at,
       session_hash = excluded.session_hash`,
  ).run(row.id, row.name, row.publicKey, row.lane, row.joinedAt, row.sessionHash);
}

export function revokeDevice(db: DatabaseSync, id: string, at: number): void {
  db.prepare("update device set revoked_at = ? where id = ? and revoked_at is null").run(at, id);
}

export function putToken(db: DatabaseSync, { hash, name, lane, expiresAt }: Omit<TokenRow, "usedAt">): void {
  db.prepare("insert into join_token (hash, name, lane, expires_at) values (?, ?, ?, ?)").run(
    hash,
    name,
    lane,
    expiresAt,
  );
}

export function tokenOf(db: DatabaseSync, hash: string): TokenRow | undefined {
  const row = db.prepare("select * from join_token where hash = ?").get(hash);
  return (
    row && {
      hash,
      name: textIn(row, "name"),
      lane: Number(row.lane),
      expiresAt: Number(row.expires_at),
      usedAt: numberOrNone(row.used_at),
    }
  );
}

export function useToken(db: DatabaseSync, hash: string, at: number): void {
  db.prepare("update join_token set used_at = ? where hash = ?").run(at, hash);
}

function textIn(row: Record<string, SQLOutputValue>, column: string): string {
  return String(row[column]);
}

function numberOrNone(value: SQLOutputValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
