import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Changes name and uri of the agent's team. For admins, also of an inactive team.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamTextTooLong, TeamDirectOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setProfile } from "doorkey/agent";
 *
 * const move = (connection: Connection, agentId: number) =>
 *   setProfile(connection, { agentId, name: "Zepp", uri: "https://zepp.example" });
 */
export function setProfile<until extends Until = "mined">(
  connection: Connection,
  { agentId, name, uri }: setProfile.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "AgentRegistry", "setProfile", [agentId, name, uri], options);
}

export declare namespace setProfile {
  type Parameters = { readonly agentId: number; readonly name: string; readonly uri: string };
}
