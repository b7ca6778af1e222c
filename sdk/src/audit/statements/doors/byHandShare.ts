import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import { percent } from "../percent.ts";
import type { Doors, HandAdmission } from "./watchDoors.ts";

/** How many rights each desk admitted without a proof, of all that were admitted, and which of them were contested. */
export function byHandShare(
  { entries, byHand }: Pick<Doors, "entries" | "byHand">,
  { byHandPercent }: Pick<Thresholds, "byHandPercent">,
): Finding {
  const byProof = entries.reduce((sum, { status, rights }) => sum + (status === "admitted" ? rights.length : 0), 0);
  const admitted = byProof + byHand.length;
  const desks = Map.groupBy(byHand, ({ gate }) => gate);
  const flags: Evidence[] = [];
  const rows: (readonly [string, number, number])[] = [];
  for (const [desk, its] of desks) {
    const share = percent(its.length, admitted);
    rows.push([desk, its.length, share]);
    const [first] = its as [HandAdmission];
    const note = `The desk admitted ${its.length} of ${admitted} rights by hand, ${share} %.`;
    if (share > byHandPercent) flags.push(evidenceAt(first.log, note, { subject: desk }));
  }
  const contested = entries.filter(({ status }) => status === "contested");
  return {
    says: `Desks admitted ${byHand.length} of ${admitted} rights by hand; holders contested ${contested.length} of them.`,
    figures: { admitted, byHand: byHand.length, contested: contested.length, thresholdPercent: byHandPercent },
    flags,
    evidence: contested.map(({ log, rights: [rightId], gate }) =>
      evidenceAt(log, "A holder showed a code for a right that was admitted by hand.", { rightId, subject: gate }),
    ),
    tables: [{ name: "desks", columns: ["desk", "byHand", "percent"], rows }],
  };
}
