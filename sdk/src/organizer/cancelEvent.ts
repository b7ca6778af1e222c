import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";

/**
 * Cancels an event for good, before doors open. For admins.
 *
 * Once doors are open this is impossible, because the chain must accept what a gate let in, and a cancelled event admits
 * none. If a show breaks off, refunds are the business of those who sold the tickets.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, DoorsOpen, EventIsCancelled or EventNonexistent; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { cancelEvent } from "doorkey/organizer";
 *
 * const close = (connection: Connection, eventId: number) => cancelEvent(connection, { eventId });
 */
export async function cancelEvent<until extends Until = "mined">(
  connection: Connection,
  parameters: cancelEvent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId } = checked(connection, parameters, ["eventId"]);
  return sendPlain(connection, encodeCall(connection, "EventRegistry", "cancel", [eventId]), options);
}

export declare namespace cancelEvent {
  type Parameters = {
    readonly eventId: number;
  };
}
