import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { TeamProfile } from "../teams/TeamProfile.ts";
import { registerTeam } from "../teams/teamCall.ts";

/**
 * Registers an agent with the signer as its first admin. Organizers decide what it may grant.
 *
 * @throws CALL_REVERTED with TeamTextTooLong; VALUE_INVALID for a name that is empty, or a text with HTML or with
 * characters that control or hide; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { registerAgent } from "doorkey/agent";
 *
 * async function begin(connection: Connection) {
 *   const { agentId } = await registerAgent(connection, { name: "Tickets & Co", uri: "https://tickets.example" });
 *   return agentId;
 * }
 */
export async function registerAgent<until extends Until = "mined">(
  connection: Connection,
  profile: TeamProfile,
  options?: SendOptions<until>,
): Promise<Sent<registerAgent.Result, until>> {
  checked(connection, profile, ["name", "uri"]);
  return registerTeam(connection, "AgentRegistry", profile, (agentId) => ({ agentId }), options);
}

export declare namespace registerAgent {
  type Result = { readonly agentId: number };
}
