import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import type { Evidence } from "../../Statement.ts";

/** Logs that change how many places of a class are taken, or how many it has. */
const CHANGES: readonly string[] = [
  "RightsGranted",
  "GrantRefused",
  "RightReturned",
  "RightRevoked",
  "PlacesReopened",
  "SeatsReopened",
  "SupplyRaised",
];

/** Watches whether a class of an event had more places taken than its supply, at the end of each block. */
export function supplyWatch(eventId: number) {
  const faults: Evidence[] = [];
  /** The last block with a change. */
  let changed: number | undefined;
  let blocks = 0;

  function look(state: IndexState): void {
    if (changed === undefined) return;
    blocks++;
    for (const [i, { granted, freed, supply }] of (state.events.get(eventId)?.classes ?? []).entries()) {
      if (granted + freed <= supply) continue;
      const note = `${granted} places were granted and ${freed} freed, and the supply was ${supply}.`;
      faults.push({ note, block: changed, subject: `class ${i + 1}` });
    }
    changed = undefined;
  }

  return {
    faults,
    get blocks() {
      return blocks;
    },
    end: look,
    see: (log: AuditLog, before: IndexState): void => {
      if (changed !== undefined && log.blockNumber !== changed) look(before);
      if (log.contract !== "AgentRegistry" && CHANGES.includes(log.name)) changed = log.blockNumber;
    },
  };
}
