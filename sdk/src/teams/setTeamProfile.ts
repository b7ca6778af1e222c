import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { TeamRef } from "../state/TeamRef.ts";
import { assertProfile } from "./assertProfile.ts";
import type { TeamProfile } from "./TeamProfile.ts";
import { changeTeam } from "./teamCall.ts";

/**
 * Changes the name and uri of a team. For its admins, also while it is inactive.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamTextTooLong, TeamDirectOnly or TeamNonexistent; VALUE_INVALID for a
 * name that is empty, or a text with HTML or with characters that control or hide; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setTeamProfile } from "doorkey/agent";
 *
 * const move = (connection: Connection, agentId: number) =>
 *   setTeamProfile(connection, { team: { agentId }, name: "Tickets & Co", uri: "https://tickets.example" });
 */
export async function setTeamProfile<until extends Until = "mined">(
  connection: Connection,
  parameters: setTeamProfile.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { team, name, uri } = checked(connection, parameters, ["team", "name", "uri"]);
  assertProfile({ name, uri });
  return changeTeam(connection, team, "setProfile", [name, uri], options);
}

export declare namespace setTeamProfile {
  type Parameters = TeamProfile & { readonly team: TeamRef };
}
