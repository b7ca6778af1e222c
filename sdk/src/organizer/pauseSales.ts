import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";

/**
 * Stops grants of an event until `resumeSales`. For members.
 *
 * @throws CALL_REVERTED with TeamMemberOnly, SalesUnchanged or EventIsCancelled; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { pauseSales } from "doorkey/organizer";
 *
 * const hold = (connection: Connection, eventId: number) => pauseSales(connection, { eventId });
 */
export async function pauseSales<until extends Until = "mined">(
  connection: Connection,
  parameters: pauseSales.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId } = checked(connection, parameters, ["eventId"]);
  return sendPlain(connection, encodeCall(connection, "EventRegistry", "pauseSales", [eventId]), options);
}

export declare namespace pauseSales {
  type Parameters = {
    readonly eventId: number;
  };
}
