import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { TeamProfile } from "../teams/TeamProfile.ts";
import { registerTeam } from "../teams/teamCall.ts";

/**
 * Registers an organizer with the signer as its first admin.
 *
 * @throws CALL_REVERTED with TeamTextTooLong; VALUE_INVALID for a name that is empty, or a text with HTML or with
 * characters that control or hide; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { registerOrganizer } from "doorkey/organizer";
 *
 * async function begin(connection: Connection) {
 *   const { organizerId } = await registerOrganizer(connection, { name: "Zepp Hall", uri: "https://zepp.example" });
 *   return organizerId;
 * }
 */
export async function registerOrganizer<until extends Until = "mined">(
  connection: Connection,
  profile: TeamProfile,
  options?: SendOptions<until>,
): Promise<Sent<registerOrganizer.Result, until>> {
  checked(connection, profile, ["name", "uri"]);
  return registerTeam(connection, "EventRegistry", profile, (organizerId) => ({ organizerId }), options);
}

export declare namespace registerOrganizer {
  type Result = { readonly organizerId: number };
}
