import type { EventDocument } from "doorkey";
import { html } from "hono/html";
import type { Words } from "../../words/Words.ts";
import type { Order } from "../orders.ts";
import type { Shop } from "../settings.ts";
import { eventFacts, money } from "./eventFacts.ts";
import { type Html, layout } from "./layout.ts";

type Checkout = {
  readonly words: Words;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly order: Order;
  readonly event: { readonly chainId: number; readonly rightsRegistry: string };
  readonly state: { readonly sentence: string; readonly isOpen: boolean };
  /** Address of the key that entered the draw. Only the phone that has it can buy. */
  readonly holder: string | undefined;
};

/** What is bought, and what it costs. The page's script tests the device before it shows the button that pays. */
export function checkoutPage({ words, shop, document, order, event, state, holder }: Checkout): Html {
  const { className, quantity, seats, sum } = order;
  const { checkout } = words;
  const price = money(words, sum, shop.currency);
  const content = html`<section class="card">
    <p class="eyebrow">${checkout.payment}</p>
    <h1>${document.name}</h1>
    ${eventFacts(words, document)}
    <ul class="facts" aria-label="${words.ticket.place}">
      <li>${checkout.people(quantity)}</li>
      <li>${className}</li>
      ${seats.length === 0 ? "" : html`<li>${checkout.seats(seats.length, seats.join(", "))}</li>`}
    </ul>
    <p class="sum"><span>${checkout.sum}</span> <strong>${price}</strong></p>
    <p class="${state.isOpen ? "small" : "notice bad"}" role="status">${state.sentence}</p>
    ${state.isOpen ? payment({ words, order, event, price, holder, eventId: shop.eventId }) : backToShop(words)}
  </section>`;
  return layout({ words, title: checkout.payment, content, script: "/checkout.js", path: `/checkout/${order.id}` });
}

const backToShop = ({ shop }: Words) => html`<p><a href="/">${shop.backToShop}</a></p>`;

type Payment = Pick<Checkout, "words" | "order" | "event" | "holder"> & {
  readonly price: string;
  readonly eventId: number;
};

const payment = ({ words: { checkout, failed }, order, event, price, holder, eventId }: Payment) => html`
  <section id="phone" hidden>
    <h2>${checkout.useYourPhone}</h2>
    <p>${checkout.scanWithPhone}</p>
    <div id="qr" class="code"></div>
    <button id="here" class="quiet">${checkout.useThisComputer}</button>
  </section>
  <section id="pay" hidden
    data-order="${order.id}" data-chain="${event.chainId}" data-registry="${event.rightsRegistry}" data-event="${eventId}"
    data-holder="${holder ?? ""}">
    <p id="device" role="status" class="small"></p>
    <button id="again" class="quiet" hidden>${failed.tryAgain}</button>
    <p id="on-top" hidden><a href="/checkout/${order.id}" target="_blank" rel="noopener">${checkout.openOnTop}</a></p>
    <form method="post" action="/checkout/${order.id}/payment" hidden>
      <p class="notice">${checkout.pretended}</p>
      <button>${checkout.pay(price)}</button>
    </form>
  </section>
  <noscript><p class="notice bad">${failed.noJavaScript}</p></noscript>`;
