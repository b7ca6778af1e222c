import { isDoorkeyError } from "../../core/CodedError.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { seatNumber } from "../../documents/seats.ts";
import type { PublishedEvent } from "../../state/publishedEvent.ts";

/** Most rights of one holder in a pass, and in an entry code. */
export const MAX_QUANTITY = 8;

const MAX_SEATS = 2 ** 24;

type Class = PublishedEvent["classes"][number];
type Wanted = { readonly quantity: number; readonly seats: readonly (string | number)[] };

/**
 * The seat numbers for an item, ascending, none in a class without seats; or the mistakes in them. Labels are looked
 * up in the event document.
 */
export function placesFor(
  { name, seated }: Class,
  { quantity, seats }: Wanted,
  document: EventDocument | undefined,
): { readonly seats: readonly number[]; readonly mistakes: readonly string[] } {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    return { seats: [], mistakes: [`quantity must be 1 to ${MAX_QUANTITY}, not ${quantity}.`] };
  }
  if (seats.length !== (seated ? quantity : 0)) {
    const wanted = seated ? `${quantity}, one per right` : "empty";
    return { seats: [], mistakes: [`seats must be ${wanted}, since class "${name}" has ${seated ? "" : "no "}seats.`] };
  }
  const numbers = seats.map((seat) => numberOf(seat, name, document));
  const mistakes = numbers.filter((one) => typeof one === "string");
  if (new Set(numbers).size !== numbers.length) mistakes.push("seats must differ.");
  return { seats: numbers.filter((one) => typeof one === "number").sort((a, b) => a - b), mistakes };
}

/** The number, or the mistake. */
function numberOf(seat: string | number, className: string, document: EventDocument | undefined): number | string {
  if (typeof seat === "number") {
    return Number.isInteger(seat) && seat >= 0 && seat < MAX_SEATS ? seat : `seats: ${seat} is not a seat number.`;
  }
  if (document === undefined) return `seats: "${seat}" is a label, and there is no event document to find it in.`;
  try {
    return seatNumber(document, className, seat);
  } catch (error) {
    if (isDoorkeyError(error)) return `seats: "${seat}" is not a seat of class "${className}" in the event document.`;
    throw error;
  }
}
