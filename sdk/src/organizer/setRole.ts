import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { ROLES, type Role } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { changeTeam } from "../teams/teamCall.ts";

/**
 * Gives an account a role in the organizer's team, or takes it with "none". For admins, also of an inactive team.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, TeamLastAdmin, TeamAccountZero, TeamDirectOnly or TeamNonexistent; what
 * `send` throws.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { setRole } from "doorkey/organizer";
 *
 * const hire = (connection: Connection, organizerId: number, account: Address) =>
 *   setRole(connection, { organizerId, account, role: "member" });
 */
export function setRole<until extends Until = "mined">(
  connection: Connection,
  { organizerId, account, role }: setRole.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return changeTeam(connection, "EventRegistry", "setRole", [organizerId, account, ROLES.indexOf(role)], options);
}

export declare namespace setRole {
  type Parameters = { readonly organizerId: number; readonly account: Address; readonly role: Role };
}
