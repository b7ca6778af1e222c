import type { EventDocument } from "doorkey";
import { html } from "hono/html";
import { venueTime } from "../../words/times.ts";
import type { Words } from "../../words/Words.ts";
import type { Html } from "./layout.ts";

/** When and where the event is, at the venue's own clock. */
export const eventFacts = ({ tag }: Words, { startsAt, venue }: EventDocument): Html => html`<p>
  <time datetime="${startsAt}">${venueTime(tag, startsAt)}</time><br>${venue}
</p>`;

/** A sum of money, in the reader's way of writing it. */
export const money = ({ tag }: Words, amount: number, currency: string): string =>
  new Intl.NumberFormat(tag, { style: "currency", currency }).format(amount);
