import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Hex } from "../core/Hex.ts";

/**
 * Takes over an event that was offered. Its agents stay. Its gates and attesters end, so list them first by `readGates`
 * and `readAttesters`, and set them again. For admins of the organizer that accepts, before doors open.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, HandOverStale, HandOverOfSharedScope or DoorsOpen; what `send` throws.
 * @example
 * import { type Connection, readEvent } from "doorkey";
 * import { acceptHandOver } from "doorkey/organizer";
 *
 * async function take(connection: Connection, eventId: number, organizerId: number) {
 *   const { termsHash, schedule } = await readEvent(connection, { eventId });
 *   console.log("doors", new Date(schedule.doorsOpenAt * 1000));
 *   await acceptHandOver(connection, { eventId, organizerId, termsHash });
 * }
 */
export async function acceptHandOver<until extends Until = "mined">(
  connection: Connection,
  parameters: acceptHandOver.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, organizerId, termsHash } = checked(connection, parameters, ["eventId", "organizerId", "termsHash"]);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "acceptHandOver", [eventId, organizerId, termsHash]),
    options,
  );
}

export declare namespace acceptHandOver {
  type Parameters = {
    readonly eventId: number;
    /** The organizer that accepts. */
    readonly organizerId: number;
    /** From the offer, and from the event as the organizer saw it: see `readEvent`. */
    readonly termsHash: Hex;
  };
}
