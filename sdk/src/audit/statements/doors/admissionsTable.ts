import type { StatementTable } from "../../Statement.ts";
import type { DoorEntry } from "./watchDoors.ts";

const QUARTER = 900;

/** Rights that came in, by quarter of an hour and lane. */
export function admissionsTable(entries: readonly DoorEntry[]): StatementTable {
  const counts = new Map<string, [at: number, lane: string, rights: number]>();
  for (const { status, entry, gate, rights } of entries) {
    if (status !== "admitted") continue;
    const at = entry.scannedAt - (entry.scannedAt % QUARTER);
    const lane = `${entry.lane} at ${gate.slice(0, 8)}`;
    const row = counts.get(`${at} ${lane}`) ?? [at, lane, 0];
    row[2] += rights.length;
    counts.set(`${at} ${lane}`, row);
  }
  const rows = [...counts.values()].sort(([a], [b]) => a - b);
  return { name: "admissions", columns: ["at", "lane", "rights"], rows };
}
