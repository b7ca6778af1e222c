import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence, StatementTable } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import type { DoorEntry } from "./watchDoors.ts";

type Lane = {
  readonly gate: string;
  readonly lane: number;
  readonly bySecond: Map<number, DoorEntry[]>;
  rights: number;
  entries: number;
};

/** Lanes in which more people passed in one second than can. A party with one code counts once. */
export function lanes(
  entries: readonly DoorEntry[],
  { admissionsPerSecond }: Pick<Thresholds, "admissionsPerSecond">,
): Finding {
  const found = lanesOf(entries.filter(({ status }) => status === "admitted"));
  const flags: Evidence[] = [];
  let fastest = 0;
  for (const { gate, lane, bySecond } of found) {
    for (const [second, its] of bySecond) {
      fastest = Math.max(fastest, its.length);
      if (its.length <= admissionsPerSecond) continue;
      const note = `Lane ${lane} admitted ${its.length} entries in the second ${second}.`;
      flags.push(evidenceAt((its[0] as DoorEntry).log, note, { subject: gate }));
    }
  }
  return {
    says: `The fastest lane admitted ${fastest} entries in one second.`,
    figures: { lanes: found.length, fastest, threshold: admissionsPerSecond },
    flags,
    tables: [lanesTable(found)],
  };
}

function lanesOf(entries: readonly DoorEntry[]): Lane[] {
  const found = new Map<string, Lane>();
  for (const one of entries) {
    const { gate, entry, rights } = one;
    const key = `${gate} ${entry.lane}`;
    const lane = found.get(key) ?? { gate, lane: entry.lane, bySecond: new Map(), rights: 0, entries: 0 };
    found.set(key, lane);
    lane.rights += rights.length;
    lane.entries++;
    const same = lane.bySecond.get(entry.scannedAt);
    if (same === undefined) lane.bySecond.set(entry.scannedAt, [one]);
    else same.push(one);
  }
  return [...found.values()];
}

function lanesTable(found: readonly Lane[]): StatementTable {
  const rows = found.map(({ gate, lane, entries, rights, bySecond }) => {
    const seconds = [...bySecond.keys()];
    const [first, last] = [seconds, seconds].map((all, i) =>
      all.reduce((a, b) => (i === 0 ? Math.min(a, b) : Math.max(a, b))),
    );
    return [gate, lane, entries, rights, first ?? 0, last ?? 0];
  });
  return { name: "lanes", columns: ["gate", "lane", "entries", "rights", "firstAt", "lastAt"], rows };
}
