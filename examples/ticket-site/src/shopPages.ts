import type { EventDocument } from "doorkey";
import { Hono } from "hono";
import { html } from "hono/html";
import type { Choice, Order, Orders } from "./orders.ts";
import { NotFound } from "./problems.ts";
import { seatsTogether } from "./seats.ts";
import type { Shop } from "./settings.ts";

const MOST = 4;

type Options = { readonly shop: Shop; readonly document: EventDocument; readonly orders: Orders };

/**
 * The shop's own part, as small as possible: choose, "pay", and continue to the ticket. A real shop has its own pages
 * here. It frees the seats of unpaid orders, and its payment provider reports payments.
 */
export function shopPages({ shop, document, orders }: Options): Hono {
  const app = new Hono();
  const front = (fault?: string) => page(document.name, frontPage(shop, document, fault));

  app.get("/", (c) => c.html(front()));

  app.post("/orders", async (c) => {
    const { quantity, class: className } = await c.req.parseBody();
    const choice = choose(Number(quantity), String(className));
    return typeof choice === "string"
      ? c.html(front(choice), 422)
      : c.redirect(`/checkout/${orders.place(choice)}`, 303);
  });

  app.get("/checkout/:id", (c) => {
    const order = found(c.req.param("id"));
    return order.isPaid ? c.redirect(`/tickets/${order.id}`, 303) : c.html(page("Payment", checkoutPage(order)));
  });

  app.post("/checkout/:id/payment", (c) => {
    const { id } = found(c.req.param("id"));
    orders.markPaid(id);
    return c.redirect(`/tickets/${id}`, 303);
  });

  /** Returns what can be ordered, or a sentence that says why it cannot. */
  function choose(quantity: number, className: string): Choice | string {
    if (!(Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST))
      return `Please choose 1 to ${MOST} tickets.`;
    const class_ = document.classes.find(({ name }) => name === className && shop.classNames.includes(name));
    if (class_ === undefined) return "Please choose one of the places.";
    if (class_.seats.length === 0) return { className, quantity, seats: [] };
    const seats = seatsTogether(class_.seats, orders.takenSeats(), quantity);
    return seats === undefined
      ? "We do not have that many seats together. Please choose fewer."
      : { className, quantity, seats };
  }

  function found(id: string): Order {
    const order = orders.find(id);
    if (order === undefined) throw new NotFound("We cannot find this order.");
    return order;
  }

  return app;
}

const page = (title: string, content: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="/icon.svg">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body><main>${content}</main></body>
</html>`;

const frontPage = ({ name, classNames }: Shop, document: EventDocument, fault?: string) => html`<section class="card">
  <p class="eyebrow">${name}</p>
  <h1>${document.name}</h1>
  <p>${document.venue}</p>
  <form method="post" action="/orders">
    <label for="class">Where?</label>
    <select id="class" name="class">${classNames.map((className) => html`<option>${className}</option>`)}</select>
    <label for="quantity">How many people?</label>
    <select id="quantity" name="quantity">${Array.from({ length: MOST }, (_, i) => html`<option>${i + 1}</option>`)}</select>
    ${fault === undefined ? "" : html`<p role="alert" class="notice bad">${fault}</p>`}
    <button>Go to payment</button>
  </form>
  <p class="small">Your tickets stay on the phone that you open them with. Bring that phone to the door.</p>
</section>`;

const checkoutPage = ({ id, quantity, className, seats }: Order) => html`<section class="card">
  <p class="eyebrow">Payment</p>
  <h1>${quantity} × ${className}</h1>
  ${seats.length === 0 ? "" : html`<p>${seats.join(", ")}</p>`}
  <p class="notice">This shop is an example. You pay nothing: the button only pretends.</p>
  <form method="post" action="/checkout/${id}/payment"><button>Pay</button></form>
</section>`;
