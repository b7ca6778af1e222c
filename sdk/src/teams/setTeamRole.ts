import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { ROLES, type Role } from "../core/contractEnums.ts";
import type { TeamRef } from "../state/TeamRef.ts";
import { changeTeam } from "./teamCall.ts";

/**
 * Gives an account a role in a team, or removes it with "none". For admins of the team, also while it is inactive.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamLastAdmin, TeamAccountZero, TeamDirectOnly or TeamNonexistent; what
 * `send` throws.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { setTeamRole } from "doorkey/organizer";
 *
 * const hire = (connection: Connection, organizerId: number, account: Address) =>
 *   setTeamRole(connection, { team: { organizerId }, account, role: "member" });
 */
export async function setTeamRole<until extends Until = "mined">(
  connection: Connection,
  parameters: setTeamRole.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { team, account, role } = checked(connection, parameters, ["team", "account", "role"]);
  return changeTeam(connection, team, "setRole", [account, ROLES.indexOf(role)], options);
}

export declare namespace setTeamRole {
  type Parameters = { readonly team: TeamRef; readonly account: string; readonly role: Role };
}
