import type { DrawState } from "../../../ballot/readDraw.ts";
import { readListCode } from "../../../ballot/readListCode.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { listFaults } from "./listFaults.ts";
import type { SeenDraws } from "./watchDraws.ts";

/** Whether the list of each draw is ascending and whole, and the appeals in time and in order. */
export async function listFinding(
  audit: Pick<Audit, "connection" | "goneBefore">,
  draws: readonly DrawState[],
  seen: SeenDraws,
): Promise<Finding> {
  const faults: Evidence[] = [];
  const figures: Record<string, number> = { draws: draws.length, listed: 0, appeals: 0, companions: 0 };
  const rows: (readonly (string | number)[])[] = [];
  for (const draw of draws) {
    const subject = `class ${draw.classId}`;
    const found = listFaults(await readListCode(audit.connection, draw), draw);
    const fault = (note: string) => faults.push({ note, subject, block: draw.block });
    for (const note of found.faults) fault(note);
    const { lists, appeals } = seen.of(draw.classId);
    const singles = found.parties[0];
    let listed = 0;
    for (const log of lists) {
      if (Number(log.args.first) !== listed) faults.push(evidenceAt(log, "Rows of the list are missing before these."));
      if (log.timestamp >= draw.listUntil) faults.push(evidenceAt(log, "Entrants were listed after listUntil."));
      listed += Number(log.args.count);
    }
    for (const [i, log] of appeals.entries()) {
      const isInTime = log.timestamp >= draw.listUntil && log.timestamp < draw.sealAt;
      if (!isInTime) faults.push(evidenceAt(log, "An appeal came before listUntil or after the seal."));
      if (Number(log.args.number) !== singles + i) faults.push(evidenceAt(log, "An appeal got the number of another."));
    }
    if (audit.goneBefore === undefined) {
      if (listed !== draw.listed) fault(`The list has ${draw.listed} rows, and ${listed} were logged.`);
      if (draw.pools[0]?.parties !== singles + appeals.length) fault("Singles of the draw are not those of its list.");
    }
    for (const { size, parties } of draw.pools.slice(1)) {
      if (parties !== found.parties[size - 1]) fault(`Parties of ${size} in the draw are not those of its list.`);
    }
    figures.listed = (figures.listed ?? 0) + draw.listed;
    figures.appeals = (figures.appeals ?? 0) + appeals.length;
    figures.companions = (figures.companions ?? 0) + found.companions;
    for (const { size, parties } of draw.pools) rows.push([draw.className, size, parties]);
  }
  return {
    says: `${figures.listed} entrants are listed in ${draws.length} draws, and ${figures.appeals} appealed.`,
    figures,
    faults,
    tables: [{ name: "entrants", columns: ["class", "size", "parties"], rows }],
  };
}
