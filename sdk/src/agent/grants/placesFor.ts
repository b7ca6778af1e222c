import { isDoorkeyError } from "../../core/DoorkeyError.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { seatNumber } from "../../documents/seats.ts";
import type { PublishedEvent } from "../../state/publishedEvent.ts";

/** Rights of one holder that a pass may name, and one entry code admit. */
export const MAX_QUANTITY = 8;

const MAX_SEATS = 2 ** 24;

type Class = PublishedEvent["classes"][number];
type Wanted = { readonly quantity: number; readonly seats: readonly (string | number)[] };

/**
 * Numbers of the seats that are wanted, rising, none in a class without; or what is wrong with them. Labels are looked
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
    const wanted = seated ? `one a right, ${quantity}` : "none";
    return { seats: [], mistakes: [`seats must be ${wanted}: class "${name}" has ${seated ? "" : "no "}seats.`] };
  }
  const numbers = seats.map((seat) => numberOf(seat, name, document));
  const mistakes = numbers.filter((one) => typeof one === "string");
  if (new Set(numbers).size !== numbers.length) mistakes.push("seats must differ.");
  return { seats: numbers.filter((one) => typeof one === "number").sort((a, b) => a - b), mistakes };
}

/** The number, or what is wrong. */
function numberOf(seat: string | number, className: string, document: EventDocument | undefined): number | string {
  if (typeof seat === "number") {
    return Number.isInteger(seat) && seat >= 0 && seat < MAX_SEATS ? seat : `seats: ${seat} is no number of a seat.`;
  }
  if (document === undefined) return `seats: "${seat}" is a label, and there is no event document to look it up.`;
  try {
    return seatNumber(document, className, seat);
  } catch (error) {
    if (isDoorkeyError(error)) return `seats: "${seat}" is no seat of class "${className}" in the event document.`;
    throw error;
  }
}
