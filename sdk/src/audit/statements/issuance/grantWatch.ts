import { batchHead } from "../../../core/batchHead.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";

/** Levels of agents below the organizer. */
const LEVELS = 4;

/** An agent on the way up to the organizer, as it was at a grant. */
type Level = { readonly agentId: number; readonly quota: number; readonly used: number };

type Grant = { readonly log: AuditLog; readonly levels: readonly Level[]; live: number };

/** Watches whether each grant of an event was allowed to its agent then. */
export function grantWatch(eventId: number) {
  const faults: Evidence[] = [];
  const agents = new Set<number>();
  let grant: Grant | undefined;

  /** The logs of refused rights follow the log of their grant, so its live rights are known at the next grant. */
  function end(): void {
    if (grant === undefined) return;
    const { log, levels, live } = grant;
    for (const { agentId, quota, used } of levels) {
      if (used + live <= quota) continue;
      const note = `Agent ${agentId} and those under it had granted ${used} of ${quota}, and ${live} were added.`;
      faults.push(evidenceAt(log, note, { rightId: log.args.first, subject: `agent ${agentId}` }));
    }
    grant = undefined;
  }

  function begin(log: AuditLog, before: IndexState): void {
    end();
    const { agentId, classId, count } = batchHead(log.args.head);
    agents.add(agentId);
    const found = levelsOf(before, { eventId, classId, agentId });
    if ("undesignated" in found) {
      const note = `Agent ${found.undesignated} was not designated for class ${classId} then.`;
      faults.push(evidenceAt(log, note, { rightId: log.args.first, subject: `agent ${agentId}` }));
    }
    grant = { log, levels: "levels" in found ? found.levels : [], live: count };
  }

  return {
    faults,
    agents,
    end,
    see: (log: AuditLog, before: IndexState): void => {
      if (log.name === "RightsGranted" && Number(log.args.eventId) === eventId) begin(log, before);
      if (log.name === "GrantRefused" && grant !== undefined) grant.live--;
    },
  };
}

type Where = { readonly eventId: number; readonly classId: number; readonly agentId: number };

/** The agent and those above it; or the first of them that is not designated. */
function levelsOf(
  state: IndexState,
  { eventId, classId, agentId }: Where,
): { readonly levels: readonly Level[] } | { readonly undesignated: number } {
  const allotments = state.events.get(eventId)?.classes[classId - 1]?.allotments;
  const levels: Level[] = [];
  for (let id = agentId; id !== 0; ) {
    const allotment = allotments?.get(id);
    if (allotment?.status !== "designated" || levels.length === LEVELS) return { undesignated: id };
    levels.push({ agentId: id, quota: allotment.quota, used: allotment.used });
    id = allotment.parent;
  }
  return { levels };
}
