import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { TeamRef } from "../state/TeamRef.ts";
import { changeTeam } from "./teamCall.ts";

/**
 * Lets a team accept or refuse calls through the forwarder from now on; a team that does not trust it refuses. For its
 * admins. Always sent directly, so the signer needs some ether.
 *
 * @throws CALL_REVERTED with TeamAdminOnly or TeamNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { setTeamRelayed } from "doorkey/organizer";
 *
 * const distrust = (connection: Connection, organizerId: number) =>
 *   setTeamRelayed(connection, { team: { organizerId }, relayed: false });
 */
export async function setTeamRelayed<until extends Until = "mined">(
  connection: Connection,
  parameters: setTeamRelayed.Parameters,
  options?: Omit<SendOptions<until>, "via">,
): Promise<Sent<object, until>> {
  const { team, relayed } = checked(connection, parameters, ["team", "relayed"]);
  return changeTeam(connection, team, "setRelayed", [relayed], { ...options, via: "direct" });
}

export declare namespace setTeamRelayed {
  type Parameters = { readonly team: TeamRef; readonly relayed: boolean };
}
