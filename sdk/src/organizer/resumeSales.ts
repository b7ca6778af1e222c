import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";

/**
 * Allows grants of an event again after `pauseSales`. For members.
 *
 * @throws CALL_REVERTED with TeamMemberOnly, SalesUnchanged or EventIsCancelled; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { resumeSales } from "doorkey/organizer";
 *
 * const goOn = (connection: Connection, eventId: number) => resumeSales(connection, { eventId });
 */
export async function resumeSales<until extends Until = "mined">(
  connection: Connection,
  parameters: resumeSales.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId } = checked(connection, parameters, ["eventId"]);
  return sendPlain(connection, encodeCall(connection, "EventRegistry", "resumeSales", [eventId]), options);
}

export declare namespace resumeSales {
  type Parameters = {
    readonly eventId: number;
  };
}
