import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Lets the organizer's team accept or refuse calls through the forwarder, from now on: the way to stop trusting it. For
 * admins; always sent directly, so the signer needs some ether.
 *
 * @throws CALL_REVERTED with TeamAdminOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setRelayed } from "doorkey/organizer";
 *
 * const distrust = (connection: Connection, organizerId: number) =>
 *   setRelayed(connection, { organizerId, relayed: false });
 */
export function setRelayed<until extends Until = "mined">(
  connection: Connection,
  { organizerId, relayed }: setRelayed.Parameters,
  options?: Omit<SendOptions<until>, "via">,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "EventRegistry", "setRelayed", [organizerId, relayed], { ...options, via: "direct" });
}

export declare namespace setRelayed {
  type Parameters = { readonly organizerId: number; readonly relayed: boolean };
}
