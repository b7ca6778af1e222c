import type { StatementTable } from "../../Statement.ts";
import type { Doors } from "./watchDoors.ts";

const QUARTER = 900;

/** Rights that came in, by quarter of an hour and lane. What a desk admitted by hand is a lane of its own. */
export function admissionsTable({ entries, byHand }: Pick<Doors, "entries" | "byHand">): StatementTable {
  const counts = new Map<string, [at: number, lane: string, rights: number]>();
  const add = (scannedAt: number, lane: string, rights: number) => {
    const at = scannedAt - (scannedAt % QUARTER);
    const row = counts.get(`${at} ${lane}`) ?? [at, lane, 0];
    row[2] += rights;
    counts.set(`${at} ${lane}`, row);
  };
  for (const { status, entry, gate, rights } of entries) {
    if (status === "admitted") add(entry.scannedAt, `${entry.lane} at ${gate.slice(0, 8)}`, rights.length);
  }
  for (const { scannedAt, gate } of byHand) add(scannedAt, `by hand at ${gate.slice(0, 8)}`, 1);
  const rows = [...counts.values()].sort(([a], [b]) => a - b);
  return { name: "admissions", columns: ["at", "lane", "rights"], rows };
}
