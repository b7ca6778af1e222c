import type { EventDocument } from "doorkey";
import { readEvent } from "doorkey";
import type { Seller } from "doorkey/agent";
import { atVenue } from "../words/times.ts";
import type { Words } from "../words/Words.ts";
import type { Choice } from "./orders.ts";
import type { Shop } from "./settings.ts";

/** Whether these places can be sold now, and a sentence about it. */
export type SaleState = { readonly isOpen: boolean; readonly sentence: string };

export async function saleState(
  seller: Seller,
  shop: Shop,
  document: EventDocument,
  order: Pick<Choice, "className" | "quantity">,
  words: Words,
): Promise<SaleState> {
  const { schedule, classes } = await readEvent(seller.connection, { eventId: shop.eventId });
  const class_ = classes.find(({ name }) => name === order.className);
  const left = (class_?.supply ?? 0) - (class_?.granted ?? 0);
  return {
    isOpen: true,
    sentence: `${words.shop.left(left)}. ${words.shop.salesEnd(atVenue(words.tag, schedule.salesCloseAt, document.startsAt))}`,
  };
}
