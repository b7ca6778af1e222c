import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Address } from "../core/Hex.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Names an attester whom the new organizer trusts, after the event of a draw changed hands. Until then the draw counts
 * its attester as not trusted, so anyone can hold it. Anyone may, once for each hand-over.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with DrawMissing or DrawAttesterInvalid; what `send` throws.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { changeDrawAttester } from "doorkey/ballot";
 *
 * const goOn = (connection: Connection, attester: Address) =>
 *   changeDrawAttester(connection, { eventId: 7, className: "standing", attester });
 */
export async function changeDrawAttester<until extends Until = "mined">(
  connection: Connection,
  parameters: changeDrawAttester.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, attester } = checked(connection, parameters, ["eventId", "className", "attester"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(
    connection,
    encodeCall(connection, "Ballot", "changeAttester", [eventId, classId, attester]),
    options,
  );
}

export declare namespace changeDrawAttester {
  type Parameters = { readonly eventId: number; readonly className: string; readonly attester: Address };
}
