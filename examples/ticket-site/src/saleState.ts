import { type EventDocument, isDoorkeyError } from "doorkey";
import { checkSale, type SaleCheck, type SaleProblem, type Seller } from "doorkey/agent";
import { atVenue } from "../words/times.ts";
import type { Words } from "../words/Words.ts";
import type { Entry } from "./draw/entries.ts";
import { mayBuy } from "./draw/entryNow.ts";
import type { Choice } from "./orders.ts";
import type { Shop } from "./settings.ts";

/** Whether these places can be sold now, and a sentence about it in the reader's language. */
export type SaleState = { readonly isOpen: boolean; readonly sentence: string };

type Question = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly order: Pick<Choice, "className" | "quantity" | "seats">;
  /** The buyer's entry in the draw of the class. */
  readonly entry?: Entry | undefined;
  readonly words: Words;
};

/** Asks the chain whether it would grant these places now, so that no buyer pays for places that are not there. */
export async function saleState(question: Question): Promise<SaleState> {
  try {
    return await askedState(question);
  } catch (error) {
    // The chain cannot be asked now. Another failure is the shop's own.
    if (!isDoorkeyError(error) || !error.retryable) throw error;
    return { isOpen: false, sentence: question.words.notSold.unknown };
  }
}

async function askedState({ seller, shop, document, order, entry, words }: Question): Promise<SaleState> {
  const { className, quantity, seats } = order;
  const wanted = { eventId: shop.eventId, className, quantity, ...(seats.length === 0 ? {} : { seats }) };
  const check = await checkSale(seller, wanted);
  const [problem] = check.problems;
  const at = (seconds: number) => atVenue(words.tag, seconds, document.startsAt);
  if (problem !== undefined) return { isOpen: false, sentence: sentenceFor(problem, check, words, at) };
  const { ballot, named } = document.classes.find(({ name }) => name === className) ?? {};
  if (ballot !== undefined) {
    const isOffered = entry !== undefined && (await mayBuy(seller.connection, shop.eventId, entry));
    if (!isOffered) return { isOpen: false, sentence: entry === undefined ? words.draw.byDraw : words.draw.notOffered };
  } else {
    // Only another contract that restricts a class knows whose key it accepts, so the shop takes no money for it.
    if (check.restrictedBy !== undefined) return { isOpen: false, sentence: words.notSold.restricted };
    // The shop has evidence about those who entered a draw only.
    if (named === true) return { isOpen: false, sentence: words.notSold.mayNot };
  }
  const { left, salesEnd } = words.shop;
  return { isOpen: true, sentence: `${left(sellable(check))}. ${salesEnd(at(check.closesAt))}` };
}

/** How many places this seller may still sell: what the class has left, and what the quotas above it allow. */
function sellable({ placesLeft, quotas }: SaleCheck): number {
  return Math.max(0, Math.min(placesLeft, ...quotas.map(({ left }) => left)));
}

function sentenceFor(
  { reason }: SaleProblem,
  check: SaleCheck,
  { notSold }: Words,
  at: (seconds: number) => string,
): string {
  switch (reason) {
    case "event-cancelled":
      return notSold.cancelled;
    case "sales-paused":
      return notSold.paused;
    case "sales-not-open":
      return notSold.notYet(at(check.opensAt));
    case "sales-closed":
      return notSold.closed;
    case "sold-out":
    case "quota-exceeded":
      return sellable(check) === 0 ? notSold.soldOut : notSold.fewerLeft(sellable(check));
    case "seat-taken":
    case "seat-unknown":
      return notSold.seatTaken;
    case "agent-not-designated":
    case "agent-inactive":
    case "signer-refused":
    case "evidence-missing":
      return notSold.mayNot;
  }
}
