import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import { assertState } from "./assertState.ts";
import { type Conduct, emptyConduct, type IndexState } from "./IndexState.ts";

const COUNTS = ["granted", "refused", "returned", "revoked", "rebound", "named", "admitted"] as const;

/**
 * Counts what happened to the rights that an agent granted, at all events or at one. An organizer reads it before it
 * designates the agent again. Many rebinds, or many returns in one hour, are a reason to ask the agent.
 *
 * @example
 * import { conductOf, type IndexState } from "doorkey/event-index";
 *
 * function shareMoved(state: IndexState, agentId: number) {
 *   const { rebound, granted } = conductOf(state, { agentId });
 *   return granted === 0 ? 0 : rebound / granted;
 * }
 */
export function conductOf(state: IndexState, parameters: conductOf.Parameters): Conduct {
  assertState(state);
  const { agentId, eventId } = given("parameters", parameters);
  assertUint("agentId", agentId, 32);
  if (eventId !== undefined) assertUint("eventId", eventId, 32);
  const sum = emptyConduct();
  for (const { id, conducts } of state.events.values()) {
    const conduct = conducts.get(agentId);
    if (conduct === undefined || (eventId !== undefined && eventId !== id)) continue;
    for (const count of COUNTS) sum[count] += conduct[count];
    for (const [hour, rights] of conduct.grantsByHour) {
      sum.grantsByHour.set(hour, (sum.grantsByHour.get(hour) ?? 0) + rights);
    }
  }
  return sum;
}

export declare namespace conductOf {
  type Parameters = {
    readonly agentId: number;
    /** Only this event. Defaults to all events. */
    readonly eventId?: number | undefined;
  };
}
