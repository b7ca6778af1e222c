import type { SendOptions, Sent, Transaction, Until } from "../calls/Call.ts";
import { logsOf } from "../calls/logs.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { classIdOf } from "../state/publishedEvent.ts";
import { seatNumbers } from "../state/seatNumbers.ts";
import { sendAct } from "./sendAct.ts";

/**
 * Opens the next wave of a draw: reopens what was returned or revoked, and offers what is free and not kept to the next
 * ranks. Anyone may, once the present wave is over or all its places are taken; a relay pays for it.
 *
 * @param parameters.seats In a class with seats, the freed ones to offer again, by label or number.
 * @param parameters.document The document, if the caller has it. Defaults to fetching it for labels.
 * @throws CLASS_UNKNOWN, SEAT_UNKNOWN; CALL_REVERTED with NotDrawn, WaveRuns, NothingToOffer, SeatNotFreed, DoorsOpen or
 * EventIsCancelled; what `send` and `fetchEventDocument` throw.
 * @example
 * import type { Connection } from "doorkey";
 * import { advanceDraw } from "doorkey/ballot";
 *
 * async function nextInLine(connection: Connection) {
 *   const { places } = await advanceDraw(connection, { eventId: 7, className: "standing" });
 *   return places;
 * }
 */
export async function advanceDraw<until extends Until = "mined">(
  connection: Connection,
  parameters: advanceDraw.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<advanceDraw.Result, until>> {
  const { eventId, className, seats = [], document } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  const numbers = await seatNumbers(connection, { eventId, className, document }, seats);
  return sendAct(
    connection,
    { act: "advance", eventId, classId, seats: numbers },
    (transaction) => resultOf(connection, transaction),
    options,
  );
}

export declare namespace advanceDraw {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly seats?: readonly (string | number)[] | undefined;
    readonly document?: EventDocument | undefined;
  };
  /** The new wave with the places that it offers, or the places that are sold openly from now on. */
  type Result =
    | { readonly openSale: false; readonly wave: number; readonly places: number; readonly deadline: number }
    | { readonly openSale: true; readonly places: number };
}

function resultOf(connection: Connection, transaction: Transaction): advanceDraw.Result {
  const [opened] = logsOf(connection, transaction, "Ballot", "WaveOpened");
  if (opened !== undefined) {
    const { wave, places, deadline } = opened;
    return { openSale: false, wave: Number(wave), places: Number(places), deadline: Number(deadline) };
  }
  const [sale] = logsOf(connection, transaction, "Ballot", "OpenSaleStarted");
  if (sale !== undefined) return { openSale: true, places: Number(sale.places) };
  const [places] = logsOf(connection, transaction, "EntryRightRegistry", "PlacesReopened");
  if (places !== undefined) return { openSale: true, places: Number(places.places) };
  const [seats] = logsOf(connection, transaction, "EntryRightRegistry", "SeatsReopened");
  if (seats !== undefined) return { openSale: true, places: seats.seats.length };
  throw new DoorkeyError("LOG_MISSING", { details: [`WaveOpened in transaction ${transaction.hash}.`] });
}
