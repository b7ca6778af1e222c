import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Sets the agent's team inactive, so that nobody can do anything in its name, or active again. For admins.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamDirectOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setActive } from "doorkey/agent";
 *
 * const stop = (connection: Connection, agentId: number) => setActive(connection, { agentId, active: false });
 */
export function setActive<until extends Until = "mined">(
  connection: Connection,
  { agentId, active }: setActive.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "AgentRegistry", "setActive", [agentId, active], options);
}

export declare namespace setActive {
  type Parameters = { readonly agentId: number; readonly active: boolean };
}
