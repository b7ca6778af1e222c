import type { DatabaseSync } from "node:sqlite";
import type { Hex } from "doorkey/code";
import type { ApartReason } from "../protocol/answers.ts";
import type { LogRow } from "../protocol/messages.ts";

/** The last row of a device's chain that this hub has. */
export type ChainHead = { readonly next: number; readonly prev: Hex | undefined };

/** A row that was kept apart, as an organizer looks at it. */
export type ApartRow = {
  readonly id: number;
  readonly device: string;
  readonly reason: ApartReason;
  readonly row: LogRow;
  /** Seconds, when it came, and when somebody asked for its delivery. */
  readonly at: number;
  readonly releasedAt: number | undefined;
};

/** The rows of devices: those in their chains, and those kept apart. */
export function chainTable(db: DatabaseSync) {
  const last = db.prepare("select seq, digest from log where device = ? order by seq desc limit 1");
  const one = db.prepare("select digest from log where device = ? and seq = ?");
  const add = db.prepare("insert into log(device, seq, digest, scan, body) values(?, ?, ?, ?, ?)");
  const ofScan = db.prepare("select body from log where scan = ? order by device, seq");
  const setApart = db.prepare(
    "insert or ignore into apart(device, seq, digest, reason, body, at) values(?, ?, ?, ?, ?, ?)",
  );
  const apart = db.prepare("select id, device, reason, body, at, released from apart order by id");
  const release = db.prepare("update apart set released = ? where id = ? and released is null");
  const waiting = db.prepare("select count(*) as n from apart where released is null");
  return {
    head: (device: string): ChainHead => {
      const row = last.get(device);
      return row === undefined ? { next: 1, prev: undefined } : { next: Number(row.seq) + 1, prev: hex(row.digest) };
    },
    digestAt: (device: string, seq: number): string | undefined => one.get(device, seq)?.digest?.toString(),
    add: (row: LogRow, digest: Hex) => void add.run(row.device, row.seq, digest, row.scanId, JSON.stringify(row)),
    /** Rows about a scan. */
    ofScan: (scanId: string): readonly LogRow[] => ofScan.all(scanId).map(({ body }) => JSON.parse(String(body))),
    setApart: (row: LogRow, digest: Hex, from: string, reason: ApartReason, at: number) =>
      void setApart.run(from, row.seq, digest, reason, JSON.stringify(row), at),
    apart: (): readonly ApartRow[] =>
      apart.all().map((row) => ({
        ...{ id: Number(row.id), device: String(row.device), at: Number(row.at), row: JSON.parse(String(row.body)) },
        // Only this file writes the column, from values of this type.
        reason: String(row.reason) as ApartReason,
        releasedAt: row.released === null ? undefined : Number(row.released),
      })),
    /** Returns whether it waited. */
    release: (id: number, at: number): boolean => release.run(at, id).changes === 1,
    apartCount: (): number => Number(waiting.get()?.n),
  };
}

export type ChainTable = ReturnType<typeof chainTable>;

function hex(value: unknown): Hex {
  return `0x${String(value).slice(2)}`;
}
