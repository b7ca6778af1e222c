import type { StatementTable } from "../../Statement.ts";
import type { CheckedEvidence } from "./checkEvidence.ts";

const HOUR = 3_600;

/** Tags by attester and hour. */
export function tagsTable({ taggings, signers }: Pick<CheckedEvidence, "taggings" | "signers">): StatementTable {
  const counts = new Map<string, [at: number, attester: string, tags: number]>();
  for (const [i, { log }] of taggings.entries()) {
    const attester = signers[i];
    if (attester === undefined) continue;
    const at = log.timestamp - (log.timestamp % HOUR);
    const row = counts.get(`${at} ${attester}`) ?? [at, attester, 0];
    row[2]++;
    counts.set(`${at} ${attester}`, row);
  }
  const rows = [...counts.values()].sort(([a], [b]) => a - b);
  return { name: "tags", columns: ["at", "attester", "tags"], rows };
}
