import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Opens a reserved class to the public before doors open. This cannot be undone. For admins.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamAdminOnly, ClassNotReserved or DoorsOpen; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { openReservedClass } from "doorkey/organizer";
 *
 * const open = (connection: Connection, eventId: number) =>
 *   openReservedClass(connection, { eventId, className: "sponsors" });
 */
export async function openReservedClass<until extends Until = "mined">(
  connection: Connection,
  parameters: openReservedClass.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(connection, encodeCall(connection, "EventRegistry", "openReserved", [eventId, classId]), options);
}

export declare namespace openReservedClass {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
  };
}
