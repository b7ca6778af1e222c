import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Lets the agent's team accept or refuse calls through the forwarder, from now on: the way to stop trusting it. For
 * admins; always sent directly, so the signer needs some ether.
 *
 * @throws CALL_REVERTED with TeamAdminOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setRelayed } from "doorkey/agent";
 *
 * const distrust = (connection: Connection, agentId: number) =>
 *   setRelayed(connection, { agentId, relayed: false });
 */
export function setRelayed<until extends Until = "mined">(
  connection: Connection,
  { agentId, relayed }: setRelayed.Parameters,
  options?: Omit<SendOptions<until>, "via">,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "AgentRegistry", "setRelayed", [agentId, relayed], { ...options, via: "direct" });
}

export declare namespace setRelayed {
  type Parameters = { readonly agentId: number; readonly relayed: boolean };
}
