import { Hono } from "hono";
import { html } from "hono/html";
import type { Order, Orders } from "./orders.ts";
import { NotFound } from "./problems.ts";
import type { Shop } from "./settings.ts";

const MOST = 4;

/**
 * The shop's own part, made as small as can be: choose, "pay", go on to the ticket. A real shop has its own pages here
 * and hears of payments from its payment provider.
 */
export function shopPages({ shop, orders }: { readonly shop: Shop; readonly orders: Orders }): Hono {
  const app = new Hono();

  app.get("/", (c) => c.html(page(shop.name, front(shop))));

  app.post("/orders", async (c) => {
    const quantity = Number((await c.req.parseBody()).quantity);
    if (!(Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST)) {
      return c.html(page(shop.name, front(shop, `Choose 1 to ${MOST} tickets.`)), 422);
    }
    return c.redirect(`/checkout/${orders.place(quantity).id}`, 303);
  });

  app.get("/checkout/:id", (c) => {
    const order = found(c.req.param("id"));
    return order.paidAt === undefined
      ? c.html(page("Payment", checkout(order)))
      : c.redirect(`/tickets/${order.id}`, 303);
  });

  app.post("/checkout/:id/payment", (c) => {
    const { id } = found(c.req.param("id"));
    orders.markPaid(id);
    return c.redirect(`/tickets/${id}`, 303);
  });

  function found(id: string): Order {
    const order = orders.find(id);
    if (order === undefined) throw new NotFound("There is no such order.");
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
    <link rel="stylesheet" href="/style.css">
  </head>
  <body><main>${content}</main></body>
</html>`;

const front = (shop: Shop, fault?: string) => html`<section class="card">
  <p class="eyebrow">${shop.name}</p>
  <h1>Tickets</h1>
  <form method="post" action="/orders">
    <label for="quantity">How many people?</label>
    <select id="quantity" name="quantity">
      ${Array.from({ length: MOST }, (_, i) => html`<option${i === 1 ? " selected" : ""}>${i + 1}</option>`)}
    </select>
    ${fault === undefined ? "" : html`<p role="alert" class="notice bad">${fault}</p>`}
    <button>Go to payment</button>
  </form>
  <p class="small">Class: ${shop.className}. Tickets stay on the phone that opens them.</p>
</section>`;

const checkout = ({ id, quantity }: Order) => html`<section class="card">
  <p class="eyebrow">Payment</p>
  <h1>${quantity} ${quantity === 1 ? "ticket" : "tickets"}</h1>
  <p class="notice">This is the shop's own part: nothing is charged, the button says that the money came in.</p>
  <form method="post" action="/checkout/${id}/payment"><button>Pay</button></form>
</section>`;
