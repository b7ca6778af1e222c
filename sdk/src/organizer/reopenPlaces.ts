import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { classIdOf } from "../state/publishedEvent.ts";
import { seatNumbers } from "../state/seatNumbers.ts";

/**
 * Lets freed places of a class, which were returned or revoked, be granted again: a number of them, or in a class with
 * seats the named ones. For members, before doors open; the class's sale hook may do it too.
 *
 * @param parameters.seats By label or number. Labels are looked up in the event's document.
 * @param parameters.document The document, if the caller has it. Defaults to fetching it for labels.
 * @throws CLASS_UNKNOWN, SEAT_UNKNOWN; CALL_REVERTED with ReopenerOnly, ReopenExceedsFreed, SeatNotFreed,
 * ReopenKindInvalid, DoorsOpen or EventIsCancelled; what `send` and `fetchEventDocument` throw.
 * @example
 * import type { Connection } from "doorkey";
 * import { reopenPlaces } from "doorkey/organizer";
 *
 * async function sellAgain(connection: Connection, eventId: number) {
 *   await reopenPlaces(connection, { eventId, className: "standing", places: 12 });
 *   await reopenPlaces(connection, { eventId, className: "seated", seats: ["A-3-12", "A-3-13"] });
 * }
 */
export async function reopenPlaces<until extends Until = "mined">(
  connection: Connection,
  parameters: reopenPlaces.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  checked(connection, parameters);
  const { eventId, className, places, seats } = parameters;
  const classId = await classIdOf(connection, eventId, className);
  const call =
    seats === undefined
      ? encodeCall(connection, "EntryRightRegistry", "reopen", [eventId, classId, places])
      : encodeCall(connection, "EntryRightRegistry", "reopenSeats", [
          eventId,
          classId,
          await seatNumbers(connection, parameters, seats),
        ]);
  return sendPlain(connection, call, options);
}

export declare namespace reopenPlaces {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly document?: EventDocument | undefined;
  } & (
    | { readonly places: number; readonly seats?: undefined }
    | { readonly seats: readonly (string | number)[]; readonly places?: undefined }
  );
}
