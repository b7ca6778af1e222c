import type { SellerVerdict } from "doorkey";
import { html } from "hono/html";
import { atVenue } from "../../words/times.ts";
import type { Words } from "../../words/Words.ts";
import { type Html, layout } from "./layout.ts";

type Asked = {
  readonly url: string;
  readonly verdict?: SellerVerdict | undefined;
  readonly fault?: string | undefined;
};

type SellerPage = {
  readonly words: Words;
  readonly eventName: string;
  readonly startsAt: string;
  /** What was asked, and what the chain answered. */
  readonly asked?: Asked | undefined;
};

/** The page on which anyone asks whether a site may sell the event. */
export function sellerPage({ words, eventName, startsAt, asked }: SellerPage): Html {
  const { seller, shop } = words;
  const content = html`<section class="card">
    <p class="eyebrow">${eventName}</p>
    <h1>${seller.title}</h1>
    <p>${seller.explain}</p>
    <form method="get" action="/check-seller">
      <label for="url">${seller.address}</label>
      <input id="url" name="url" type="text" inputmode="url" autocapitalize="none" spellcheck="false" maxlength="300"
        required placeholder="https://shop.example" value="${asked?.url ?? ""}">
      <button>${seller.ask}</button>
    </form>
    ${asked === undefined ? "" : answer(words, startsAt, asked)}
    <p class="small">${seller.lookClosely}</p>
    <p class="small"><a href="/">${shop.backToShop}</a></p>
  </section>`;
  return layout({ words, title: seller.title, content, path: "/check-seller" });
}

function answer(words: Words, startsAt: string, { url, verdict, fault }: Asked): Html {
  const { seller } = words;
  if (verdict === undefined) return html`<p role="alert" class="notice bad">${fault ?? seller.notAnAddress}</p>`;
  const site = html`<p class="address">${new URL(url).host}</p>`;
  if (verdict.status === "designated") {
    const { agent, organizer, classes } = verdict;
    const above = new Set(classes.flatMap(({ agents }) => agents.slice(1).map(({ name }) => name)));
    return html`<div role="status" class="notice good">${site}
      <p><strong>✓ ${seller.designated(agent.name, organizer.name)}</strong></p>
      ${above.size === 0 ? "" : html`<p>${seller.through([...above].join(", "))}</p>`}
      <p>${classes.map(({ className }) => className).join(", ")}</p>
    </div>`;
  }
  if (verdict.status === "dismissed") {
    const since = atVenue(words.tag, verdict.since, startsAt);
    return html`<div role="alert" class="notice bad">${site}<p>${seller.dismissed(verdict.agent.name, since)}</p></div>`;
  }
  return html`<div role="alert" class="notice bad">${site}
    <p><strong>✗ ${seller.notDesignated}</strong></p>
    <p>${seller.reasons[verdict.reason]}</p>
  </div>`;
}
