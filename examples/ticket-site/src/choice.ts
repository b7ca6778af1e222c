import type { EventDocument } from "doorkey";
import type { Words } from "../words/Words.ts";
import type { Choice, Orders } from "./orders.ts";
import { MOST } from "./pages/frontPage.ts";
import { seatsTogether } from "./seats.ts";
import { decimalsOf, type Shop } from "./settings.ts";

type Wanted = {
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly words: Words;
  readonly quantity: number;
  readonly className: string;
};

/** Returns what can be ordered, or a sentence that says why it cannot. */
export function choiceOf({ shop, document, orders, words, quantity, className }: Wanted): Choice | string {
  if (!(Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST)) return words.shop.chooseCount(MOST);
  const class_ = document.classes.find(({ name }) => name === className);
  const price = shop.prices.get(className);
  if (class_ === undefined || price === undefined) return words.shop.choosePlace;
  // In the smallest coin, because 3 × 19.99 is not a sum in binary fractions.
  const coins = 10 ** decimalsOf(shop.currency);
  const sum = (Math.round(price * coins) * quantity) / coins;
  if (class_.seats.length === 0) return { className, quantity, seats: [], sum };
  const seats = seatsTogether(class_.seats, orders.takenSeats(), quantity);
  return seats === undefined ? words.shop.notTogether : { className, quantity, seats, sum };
}
