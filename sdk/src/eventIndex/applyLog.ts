import { type ContractName, interfaces } from "../abi/contracts.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given, named } from "../core/given.ts";
import { assertState } from "./assertState.ts";
import { type Changes, nothing } from "./changes/Change.ts";
import { doorChanges } from "./changes/doorChanges.ts";
import { ballotChanges, beaconChanges } from "./changes/drawChanges.ts";
import { eventChanges } from "./changes/eventChanges.ts";
import { rightChanges } from "./changes/rightChanges.ts";
import { forwarderChanges, teamChanges, verifierChanges } from "./changes/teamChanges.ts";
import type { IndexLog } from "./IndexLog.ts";
import type { IndexState } from "./IndexState.ts";

/** Every event of the suite has its change, so that none is ignored. */
export const changesOf: { readonly [contract in ContractName]: Changes } = {
  AgentRegistry: teamChanges,
  EventRegistry: { ...teamChanges, ...eventChanges },
  EntryRightRegistry: { ...rightChanges, ...doorChanges, EIP712DomainChanged: nothing },
  AttesterIdentityVerifier: verifierChanges,
  GasRelayForwarder: forwarderChanges,
  DrandBeacon: beaconChanges,
  Ballot: ballotChanges,
};

/**
 * Applies one log to the state, in place. All logs of the suite since its deployment, each once and in the order of
 * the chain, give the state that its contracts have.
 *
 * @throws INDEX_INCOMPLETE if the log is about something that no earlier log has; INDEX_LOG_UNKNOWN for a log that no
 * contract of this version writes.
 * @example
 * import { applyLog, emptyIndex, type IndexLog } from "doorkey/event-index";
 *
 * function stateAfter(logs: readonly IndexLog[]) {
 *   const state = emptyIndex();
 *   for (const log of logs) applyLog(state, log);
 *   return state;
 * }
 */
export function applyLog(state: IndexState, log: IndexLog): void {
  assertState(state);
  given("log", log, "topics", "data");
  if (!Object.hasOwn(interfaces, log.contract)) {
    throw new DoorkeyError("INDEX_LOG_UNKNOWN", { details: [`Contract ${named(log.contract)}.`] });
  }
  const parsed = interfaces[log.contract].parseLog(log);
  const change = parsed === null ? undefined : changesOf[log.contract][parsed.name];
  if (parsed === null || change === undefined) {
    throw new DoorkeyError("INDEX_LOG_UNKNOWN", { details: [`Topic ${log.topics[0]} of ${log.contract}.`] });
  }
  change(state, parsed.args, log);
}
