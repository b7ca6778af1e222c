import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Sets the organizer's team inactive, so that nobody can do anything in its name, or active again. For admins.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamDirectOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setActive } from "doorkey/organizer";
 *
 * const stop = (connection: Connection, organizerId: number) => setActive(connection, { organizerId, active: false });
 */
export function setActive<until extends Until = "mined">(
  connection: Connection,
  { organizerId, active }: setActive.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "EventRegistry", "setActive", [organizerId, active], options);
}

export declare namespace setActive {
  type Parameters = { readonly organizerId: number; readonly active: boolean };
}
