import { ProblemError } from "../problems/ProblemError.ts";
import type { PresenceMessage } from "../protocol/messages.ts";
import { act, type Caller, type Hub } from "./Hub.ts";
import { placeAt } from "./movePeople.ts";

/**
 * Sets where the holder of an admitted right is, without a scan. One who is set out may come back once.
 *
 * @throws RIGHT_UNKNOWN if the right was not let in here; ZONE_UNKNOWN; STORE_UNAVAILABLE
 */
export async function setPresence(hub: Hub, caller: Caller, { right, where, zone }: PresenceMessage): Promise<void> {
  if (zone !== undefined && !hub.settings.zones.includes(zone)) throw new ProblemError("ZONE_UNKNOWN");
  await act(hub, (acting) => {
    const entry = acting.draft.book.holderOf(right);
    if (entry === undefined) throw new ProblemError("RIGHT_UNKNOWN");
    const before = placeAt(acting, right);
    const { issuedAt, challenge } = before ?? entry;
    acting.draft.setPlace(right, {
      ...{ where, at: Math.floor(acting.at), lane: caller.lane, issuedAt, challenge, scanId: entry.scanId },
      ...{ storedAt: acting.at, shown: true, owed: where === "out" ? 1 : 0, zone, before: undefined },
    });
  });
}
