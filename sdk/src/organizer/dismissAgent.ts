import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Ends an agent's permission to grant a class, and that of all those under it. Its rights stay valid. For members.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamMemberOnly or AgentNotDesignated; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { dismissAgent } from "doorkey/organizer";
 *
 * const dismiss = (connection: Connection, eventId: number, agentId: number) =>
 *   dismissAgent(connection, { eventId, className: "standing", agentId });
 */
export async function dismissAgent<until extends Until = "mined">(
  connection: Connection,
  parameters: dismissAgent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, agentId } = checked(connection, parameters, ["eventId", "className", "agentId"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "dismissAgent", [eventId, classId, agentId]),
    options,
  );
}

export declare namespace dismissAgent {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly agentId: number;
  };
}
