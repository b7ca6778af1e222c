import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Gives a class without a sale hook one, 48 hours before sales open at the latest. The class keeps this hook for ever,
 * and an offer to hand the event over goes stale. For admins.
 *
 * @param parameters.saleHook A contract; a key with EIP-7702 code is none.
 * @throws CLASS_UNKNOWN; CALL_REVERTED with TeamAdminOnly, EventIsCancelled, SaleHookFinal when the class has a hook or
 * sales open in less than 48 hours, or ClassInvalid when the hook is not a contract; what `send` throws.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { setSaleHook } from "doorkey/organizer";
 *
 * const drawLots = (connection: Connection, eventId: number, ballot: Address) =>
 *   setSaleHook(connection, { eventId, className: "standing", saleHook: ballot });
 */
export async function setSaleHook<until extends Until = "mined">(
  connection: Connection,
  parameters: setSaleHook.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, saleHook } = checked(connection, parameters, ["eventId", "className", "saleHook"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "setSaleHook", [eventId, classId, saleHook]),
    options,
  );
}

export declare namespace setSaleHook {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly saleHook: string;
  };
}
