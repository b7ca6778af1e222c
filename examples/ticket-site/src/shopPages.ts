import { type EventDocument, isDoorkeyError } from "doorkey";
import { openPurchase, type Seller } from "doorkey/agent";
import { type Context, Hono } from "hono";
import { languageCookie } from "../words/languages.ts";
import type { Words } from "../words/Words.ts";
import { choiceOf } from "./choice.ts";
import type { Entries } from "./draw/entries.ts";
import type { Site } from "./language.ts";
import type { Order, Orders } from "./orders.ts";
import { checkoutPage } from "./pages/checkoutPage.ts";
import { drawPath } from "./pages/drawPage.ts";
import { frontPage, type Offer } from "./pages/frontPage.ts";
import { ShopRefusal } from "./problems.ts";
import { saleState } from "./saleState.ts";
import { seatsTogether } from "./seats.ts";
import type { Shop } from "./settings.ts";

type Options = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly entries: Entries;
};

/**
 * The shop's own part, as small as possible: choose, "pay", and continue to the ticket. A real shop has its own pages
 * here, and its payment provider reports payments.
 */
export function shopPages({ seller, shop, document, orders, entries }: Options): Hono<Site> {
  const app = new Hono<Site>();

  app.get("/", async (c) => c.html(await front(c.var.words)));

  app.post("/orders", async (c) => {
    const { quantity, class: className } = await c.req.parseBody();
    const wanted = { quantity: Number(quantity), className: String(className) };
    const choice = choiceOf({ shop, document, orders, words: c.var.words, ...wanted });
    if (typeof choice === "string") return c.html(await front(c.var.words, choice), 422);
    return c.redirect(`/checkout/${orders.place(choice)}`, 303);
  });

  app.get("/checkout/:id", async (c) => {
    const order = found(c);
    if (order.isPaid) return c.redirect(`/tickets/${order.id}`, 303);
    const { connection } = seller;
    const { words } = c.var;
    const entry = entries.ofOrder(order.id);
    const state = await saleState({ seller, shop, document, order, entry, words });
    return c.html(checkoutPage({ words, shop, document, order, event: connection, state, holder: entry?.holder }));
  });

  app.post("/checkout/:id/payment", async (c) => {
    const order = found(c);
    if (!order.isPaid) {
      await reserve(order, c.var.words);
      orders.markPaid(order.id);
    }
    return c.redirect(`/tickets/${order.id}`, 303);
  });

  app.get("/language/:language", (c) => {
    const cookie = languageCookie(c.req.param("language"));
    if (cookie !== undefined) c.header("Set-Cookie", cookie);
    const to = c.req.query("to") ?? "/";
    // Only a path of this site, so that no link leads from here to another one.
    return c.redirect(/^\/(?![/\\])[\w/-]*$/.test(to) ? to : "/", 303);
  });

  /** The last look before money. From here on, no other buyer can pay for the same places. */
  async function reserve({ id: orderId, ...order }: Order, words: Words): Promise<void> {
    const { className, quantity, seats } = order;
    const refused = (sentence: string) => new ShopRefusal(409, "NOT_SOLD", sentence, words.failed.notPaid);
    const entry = entries.ofOrder(orderId);
    const ask = () => saleState({ seller, shop, document, order, entry, words });
    const before = await ask();
    if (!before.isOpen) throw refused(before.sentence);
    try {
      await openPurchase(seller, { orderId, eventId: shop.eventId, className, quantity, seats });
    } catch (error) {
      if (!isDoorkeyError(error) || (error.code !== "SALE_REFUSED" && !error.retryable)) throw error;
      const after = await ask();
      throw refused(after.isOpen ? words.notSold.unknown : after.sentence);
    }
  }

  async function front(words: Words, fault?: string) {
    const offers = await Promise.all(
      [...shop.prices].map(async ([className, price]): Promise<Offer> => {
        const order = { className, quantity: 1, seats: freeSeat(className) };
        const { sentence, isOpen } = await saleState({ seller, shop, document, order, words });
        const class_ = document.classes.find(({ name }) => name === className);
        const path = class_?.ballot === undefined ? undefined : drawPath(class_.id);
        return { className, price, state: sentence, isOpen, drawPath: path };
      }),
    );
    return frontPage({ words, shop, document, offers, fault });
  }

  /** A seat of a class that the shop has not sold, by which the class is checked; none in a class without seats. */
  function freeSeat(className: string): readonly string[] {
    const { seats = [] } = document.classes.find(({ name }) => name === className) ?? {};
    return seatsTogether(seats, orders.takenSeats(), 1) ?? seats.slice(0, 1);
  }

  function found(c: Context<Site, "/checkout/:id">): Order {
    const order = orders.find(c.req.param("id"));
    if (order !== undefined) return order;
    const { noOrder, openLink } = c.var.words.failed;
    throw new ShopRefusal(404, "NOT_FOUND", noOrder, openLink);
  }

  return app;
}
