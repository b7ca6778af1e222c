import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { EventClass, EventDocument } from "./EventDocument.ts";

/**
 * The label of seat `n` of a class, as it is printed on the chair. Seats count from 0.
 *
 * @throws CLASS_UNKNOWN, SEAT_UNKNOWN.
 * @example
 * import { type EventDocument, seatLabel } from "doorkey";
 *
 * const seatsOf = (document: EventDocument, numbers: readonly number[]) =>
 *   numbers.map((n) => seatLabel(document, "seated", n)); // ["A-1-1", "A-1-2"]
 */
export function seatLabel(document: EventDocument, className: string, n: number): string {
  const label = classNamed(document, className).seats[n];
  if (label !== undefined) return label;
  throw new DoorkeyError("SEAT_UNKNOWN", { details: [`Seat number ${n} of class "${className}".`] });
}

/**
 * The number that the chain uses for the seat with a label.
 *
 * @throws CLASS_UNKNOWN, SEAT_UNKNOWN.
 * @example
 * import { type EventDocument, seatNumber } from "doorkey";
 *
 * const aisle = (document: EventDocument) => seatNumber(document, "seated", "A-1-1"); // 0
 */
export function seatNumber(document: EventDocument, className: string, label: string): number {
  const n = numbersOf(classNamed(document, className)).get(label);
  if (n !== undefined) return n;
  throw new DoorkeyError("SEAT_UNKNOWN", { details: [`Seat "${label}" of class "${className}".`] });
}

function classNamed(document: EventDocument, className: string): EventClass {
  const { classes } = given("document", document, "classes");
  const found = classes.find(({ name }) => name === className);
  if (found !== undefined) return found;
  const names = classes.map(({ name }) => `"${name}"`).join(", ");
  throw new DoorkeyError("CLASS_UNKNOWN", { details: [`"${className}"; the document has ${names}.`] });
}

const numbers = new WeakMap<EventClass, ReadonlyMap<string, number>>();

/** Numbers by label, made once for each class, because a sale looks up thousands. */
function numbersOf(class_: EventClass): ReadonlyMap<string, number> {
  const known = numbers.get(class_) ?? new Map(class_.seats.map((label, n) => [label, n]));
  numbers.set(class_, known);
  return known;
}
