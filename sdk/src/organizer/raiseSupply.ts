import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Raises the supply of a class to `supply` before doors open. For admins.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamAdminOnly, SupplyInvalid, ReservedShareExceeded or DoorsOpen; what
 * `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { raiseSupply } from "doorkey/organizer";
 *
 * const grow = (connection: Connection, eventId: number) =>
 *   raiseSupply(connection, { eventId, className: "standing", supply: 1_200 });
 */
export async function raiseSupply<until extends Until = "mined">(
  connection: Connection,
  parameters: raiseSupply.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, supply } = checked(connection, parameters, ["eventId", "className", "supply"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "raiseSupply", [eventId, classId, supply]),
    options,
  );
}

export declare namespace raiseSupply {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly supply: number;
  };
}
