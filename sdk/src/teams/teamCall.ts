import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send, sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { placeOfTeam, type TeamPlace, type TeamRef } from "../state/TeamRef.ts";
import { assertProfile } from "./assertProfile.ts";
import type { TeamProfile } from "./TeamProfile.ts";

/** Registers a team with the signer as its first admin; `read` gets its id. */
export async function registerTeam<result extends object, until extends Until = "mined">(
  connection: Connection,
  contract: TeamPlace["contract"],
  profile: TeamProfile,
  read: (teamId: number) => result,
  options?: SendOptions<until>,
): Promise<Sent<result, until>> {
  assertProfile(profile);
  return send(
    connection,
    encodeCall(connection, contract, "register", [profile.name, profile.uri]),
    (transaction) => read(Number(requireLog(connection, transaction, contract, "TeamRegistered").teamId)),
    options,
  );
}

/** Changes a team with the signer as the caller. `args` follow the team's id. */
export async function changeTeam<until extends Until = "mined">(
  connection: Connection,
  team: TeamRef,
  name: "setRole" | "setProfile" | "setActive" | "setRelayed",
  args: readonly unknown[],
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { contract, id } = placeOfTeam(team);
  return sendPlain(connection, encodeCall(connection, contract, name, [id, ...args]), options);
}
