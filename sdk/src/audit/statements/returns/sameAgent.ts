import { type Address, sameAddress } from "../../../core/Hex.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import type { FreedPlace } from "./followPlaces.ts";

/**
 * Returned places that the same agent granted again soon: the way to hand a right from one person to another. Places
 * that the Ballot reopened go to the next in line, so they do not count.
 */
export function sameAgent(
  places: readonly FreedPlace[],
  ballot: Address,
  { sameAgentRegrants, sameAgentMinutes }: Pick<Thresholds, "sameAgentRegrants" | "sameAgentMinutes">,
): Finding {
  const found = places.flatMap(({ freed, reopened, granted }): Evidence[] => {
    if (freed.how !== "returned" || reopened === undefined || granted === undefined) return [];
    if (granted.agentId !== freed.agentId || sameAddress(reopened.by, ballot)) return [];
    const seconds = granted.log.timestamp - freed.log.timestamp;
    if (seconds > 60 * sameAgentMinutes) return [];
    const note = `Agent ${freed.agentId} granted the place again ${Math.round(seconds / 60)} minutes after its return.`;
    return [evidenceAt(granted.log, note, { rightId: freed.rightId, subject: `agent ${freed.agentId}` })];
  });
  return {
    says: `The agent of a returned right granted its place again within ${sameAgentMinutes} minutes ${found.length} times.`,
    figures: { regrants: found.length, threshold: sameAgentRegrants, minutes: sameAgentMinutes },
    flags: found.length > sameAgentRegrants ? found : [],
    evidence: found,
  };
}
