import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { TeamRef } from "../state/TeamRef.ts";
import { changeTeam } from "./teamCall.ts";

/**
 * Sets a team inactive, so that no account can act in its name, or active again. For its admins.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamDirectOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setTeamActive } from "doorkey/organizer";
 *
 * const stop = (connection: Connection, organizerId: number) =>
 *   setTeamActive(connection, { team: { organizerId }, active: false });
 */
export async function setTeamActive<until extends Until = "mined">(
  connection: Connection,
  parameters: setTeamActive.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { team, active } = checked(connection, parameters, ["team", "active"]);
  return changeTeam(connection, team, "setActive", [active], options);
}

export declare namespace setTeamActive {
  type Parameters = { readonly team: TeamRef; readonly active: boolean };
}
