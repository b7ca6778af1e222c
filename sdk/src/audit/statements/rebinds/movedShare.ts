import type { Conduct } from "../../../eventIndex/IndexState.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import { percent } from "../percent.ts";
import type { Rebind } from "./watchRebinds.ts";

/** The share of each agent's rights that went to another key. */
export function movedShare(
  rebinds: readonly Rebind[],
  conducts: ReadonlyMap<number, Pick<Conduct, "granted">>,
  { movedPercent }: Pick<Thresholds, "movedPercent">,
): Finding {
  const byAgent = Map.groupBy(rebinds, ({ agentId }) => agentId);
  const flags: Evidence[] = [];
  const rows = [...conducts].map(([agentId, { granted }]) => {
    const its = byAgent.get(agentId) ?? [];
    const moved = new Set(its.map(({ rightId }) => rightId)).size;
    const share = percent(moved, granted);
    const [first] = its;
    const note = `${moved} of ${granted} rights of agent ${agentId} went to another key, ${share} %.`;
    if (first !== undefined && share > movedPercent) {
      flags.push(evidenceAt(first.log, note, { subject: `agent ${agentId}` }));
    }
    return [agentId, granted, moved, share] as const;
  });
  return {
    says: `${new Set(rebinds.map(({ rightId }) => rightId)).size} rights went to another key.`,
    figures: { rebinds: rebinds.length, thresholdPercent: movedPercent },
    flags,
    tables: [{ name: "moved", columns: ["agent", "granted", "moved", "percent"], rows }],
  };
}
