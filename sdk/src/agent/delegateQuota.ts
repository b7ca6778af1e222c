import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Lets agent `to` grant up to `quota` rights of a class under agent `from`, or changes a quota that `from` gave before.
 * Grants of `to` count against `from` too. For admins of `from`; at most four levels.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamAdminOnly, AgentNotDesignated, AgentPlaced, AgentTooDeep or
 * AgentNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { delegateQuota } from "doorkey/agent";
 *
 * const share = (connection: Connection, eventId: number, from: number, to: number) =>
 *   delegateQuota(connection, { eventId, className: "standing", from, to, quota: 200 });
 */
export async function delegateQuota<until extends Until = "mined">(
  connection: Connection,
  parameters: delegateQuota.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, from, to, quota } = checked(connection, parameters, [
    "eventId",
    "className",
    "from",
    "to",
    "quota",
  ]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "delegate", [eventId, classId, from, to, quota]),
    options,
  );
}

export declare namespace delegateQuota {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    /** The agent that delegates. */
    readonly from: number;
    /** The agent that receives the quota. Its position is set once; only the organizer can change it. */
    readonly to: number;
    readonly quota: number;
  };
}
