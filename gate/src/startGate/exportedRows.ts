import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

/** Tables that an organizer may want to keep, in the order of the export. */
const TABLES = ["device", "entry", "claim", "presence", "log", "apart", "evidence", "request"] as const;

/** Secrets that no export carries. */
const LEFT_OUT: readonly string[] = ["session_hash"];

/** Every kept row as JSON, with the name of its table. Bytes are hex digits. */
export function* exportedRows(db: DatabaseSync): Iterable<string> {
  for (const table of TABLES) {
    for (const row of db.prepare(`select * from ${table}`).iterate()) {
      const fields = Object.entries(row).flatMap(([name, value]) =>
        LEFT_OUT.includes(name) ? [] : [[name, plain(value)]],
      );
      yield JSON.stringify({ table, ...Object.fromEntries(fields) });
    }
  }
}

function plain(value: SQLOutputValue): unknown {
  return value instanceof Uint8Array ? `0x${Buffer.from(value).toString("hex")}` : value;
}
