import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Hex } from "../core/Hex.ts";

/**
 * Offers an event, exactly as it is now, to another organizer. Any change of its terms makes the offer stale. For
 * admins, before doors open.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, HandOverInvalid, HandOverOfSharedScope or DoorsOpen; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { offerHandOver } from "doorkey/organizer";
 *
 * async function offer(connection: Connection, eventId: number, to: number) {
 *   const { termsHash } = await offerHandOver(connection, { eventId, to });
 *   return termsHash; // what the other organizer accepts
 * }
 */
export async function offerHandOver<until extends Until = "mined">(
  connection: Connection,
  parameters: offerHandOver.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<offerHandOver.Result, until>> {
  const { eventId, to } = checked(connection, parameters, ["eventId", "to"]);
  return send(
    connection,
    encodeCall(connection, "EventRegistry", "offerHandOver", [eventId, to === "nobody" ? 0 : to]),
    (transaction) => ({ termsHash: requireLog(connection, transaction, "EventRegistry", "HandOverOffered").termsHash }),
    options,
  );
}

export declare namespace offerHandOver {
  type Parameters = {
    readonly eventId: number;
    /** The other organizer; `"nobody"` withdraws the offer. */
    readonly to: number | "nobody";
  };
  type Result = {
    /** Hash of event and classes at the offer. */
    readonly termsHash: Hex;
  };
}
