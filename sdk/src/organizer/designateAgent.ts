import { isBallotClass } from "../ballot/readDraw.ts";
import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Lets an agent, with those under it, grant up to `quota` rights of a class, directly under the organizer. An agent
 * that was under another agent, or was dismissed, is moved there. For admins. Members may lower the quota of an agent
 * that is directly under the organizer.
 *
 * @param parameters.quota The most rights that it and those under it may ever grant. Needed, except in a class that
 * sells by a ballot. There it defaults to the largest, 4,294,967,295.
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamMemberOnly, TeamAdminOnly, AgentNonexistent or EventIsCancelled; what
 * `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { designateAgent } from "doorkey/organizer";
 *
 * const appoint = (connection: Connection, eventId: number, agentId: number) =>
 *   designateAgent(connection, { eventId, className: "standing", agentId, quota: 5_000 });
 */
export async function designateAgent<until extends Until = "mined">(
  connection: Connection,
  parameters: designateAgent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const {
    eventId,
    className,
    agentId,
    quota: given,
  } = checked(connection, parameters, ["eventId", "className", "agentId"]);
  const classId = await classIdOf(connection, eventId, className);
  const quota = given ?? (await defaultQuota(connection, eventId, classId));
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "designateAgent", [eventId, classId, agentId, quota]),
    options,
  );
}

export declare namespace designateAgent {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly agentId: number;
    readonly quota?: number | undefined;
  };
}

/** A ballot decides who buys. Returned places go to the next in line, and a return gives no quota back. */
const LARGEST_QUOTA = 2 ** 32 - 1;

async function defaultQuota(connection: Connection, eventId: number, classId: number): Promise<number> {
  if (await isBallotClass(connection, eventId, classId)) return LARGEST_QUOTA;
  throw new DoorkeyError("VALUE_INVALID", { details: ["quota is missing."] });
}
