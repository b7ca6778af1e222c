import type { EventDocument } from "doorkey";
import { html } from "hono/html";
import type { Words } from "../../words/Words.ts";
import type { Shop } from "../settings.ts";
import { eventFacts, money } from "./eventFacts.ts";
import { type Html, layout } from "./layout.ts";

/** Most tickets of one order. */
export const MOST = 4;

/** A class that the shop sells, and the sentence about its sale now. */
export type Offer = {
  readonly className: string;
  readonly price: number;
  readonly state: string;
  readonly isOpen: boolean;
  /** Where fans enter the draw that decides who may buy. Missing if the class sells otherwise. */
  readonly drawPath: string | undefined;
};

type Front = {
  readonly words: Words;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly offers: readonly Offer[];
  /** What was wrong with the last choice. */
  readonly fault?: string | undefined;
};

export function frontPage({ words, shop, document, offers, fault }: Front): Html {
  const open = offers.filter(({ isOpen }) => isOpen);
  const content = html`<section class="card">
    <p class="eyebrow">${shop.name}</p>
    <h1>${document.name}</h1>
    ${eventFacts(words, document)}
    <ul class="offers">${offers.map((offer) => offerLine(words, shop, offer))}</ul>
    ${fault === undefined ? "" : html`<p role="alert" class="notice bad">${fault}</p>`}
    ${open.length === 0 ? "" : orderForm(words, open)}
    <p class="small">${words.shop.staysOnPhone}</p>
    <p class="small"><a href="/check-seller">${words.shop.checkSeller}</a></p>
  </section>`;
  return layout({ words, title: document.name, content });
}

const offerLine = (words: Words, { currency }: Shop, { className, price, state, isOpen, drawPath }: Offer) => html`<li>
  <strong>${className}</strong> <span>${words.shop.each(money(words, price, currency))}</span>
  <span class="${isOpen || drawPath !== undefined ? "small" : "small closed"}">${state}</span>
  ${drawPath === undefined ? "" : html`<a href="${drawPath}">${words.draw.toDraw}</a>`}
</li>`;

const orderForm = ({ shop }: Words, open: readonly Offer[]) => html`<form method="post" action="/orders">
  <label for="class">${shop.where}</label>
  <select id="class" name="class">${open.map(({ className }) => html`<option>${className}</option>`)}</select>
  <label for="quantity">${shop.howMany}</label>
  <select id="quantity" name="quantity">${Array.from({ length: MOST }, (_, i) => html`<option>${i + 1}</option>`)}</select>
  <button>${shop.goToPayment}</button>
</form>`;
