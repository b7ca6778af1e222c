import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send, sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import type { TeamProfile } from "./TeamProfile.ts";

/** Where teams are: organizers in one registry, agents in the other, with the same functions. */
export type TeamContract = "EventRegistry" | "AgentRegistry";

/** Registers a team with the signer as its first admin; `read` names its id. */
export async function registerTeam<result extends object, until extends Until = "mined">(
  connection: Connection,
  contract: TeamContract,
  { name, uri }: TeamProfile,
  read: (teamId: number) => result,
  options?: SendOptions<until>,
): Promise<Sent<result, until>> {
  return send(
    connection,
    encodeCall(connection, contract, "register", [name, uri]),
    (transaction) => read(Number(requireLog(connection, transaction, contract, "TeamRegistered").teamId)),
    options,
  );
}

/** Changes a team in the signer's name. */
export async function changeTeam<until extends Until = "mined">(
  connection: Connection,
  contract: TeamContract,
  name: "setRole" | "setProfile" | "setActive" | "setRelayed",
  args: readonly unknown[],
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return sendPlain(connection, encodeCall(connection, contract, name, args), options);
}
