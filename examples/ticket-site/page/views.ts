import type { Pass } from "doorkey/buyer";
import { html, type Markup } from "./markup.ts";
import { eventTime, people, timeUntil } from "./words.ts";

/** What the page shows. */
export type View =
  | { readonly step: "invited"; readonly linkQr: string }
  | { readonly step: "working"; readonly says: string }
  | { readonly step: "failed"; readonly title: string; readonly advice: string; readonly canRetry: boolean }
  | { readonly step: "lost"; readonly pass: Pass }
  | { readonly step: "ticket"; readonly pass: Pass; readonly now: number; readonly isKept: boolean };

export function markupOf(view: View): Markup {
  switch (view.step) {
    case "invited":
      return invited(view.linkQr);
    case "working":
      return html`<section class="card" aria-busy="true"><h1>One moment</h1><p role="status">${view.says}</p></section>`;
    case "failed":
      return failed(view);
    case "lost":
      return lost(view.pass);
    case "ticket":
      return ticket(view);
  }
}

function invited(linkQr: string): Markup {
  return html`<section class="card">
    <p class="eyebrow">Paid</p>
    <h1>Keep your ticket on this phone</h1>
    <p>Your ticket will work on this phone only. No one else can get in with this link or with a screenshot.</p>
    <p><strong>Use the phone that you will bring to the door</strong>, in your usual browser, not in a private window.</p>
    <button data-action="keep">Keep it here</button>
    <aside class="elsewhere">
      <p>At a computer? Scan this with your phone to open the ticket there:</p>
      <div class="code">${{ text: linkQr }}</div>
    </aside>
  </section>`;
}

function failed({ title, advice, canRetry }: Extract<View, { step: "failed" }>): Markup {
  return html`<section class="card">
    <h1>${title}</h1>
    <p role="alert" class="notice bad">${advice}</p>
    ${canRetry ? html`<button data-action="keep">Try again</button>` : ""}
  </section>`;
}

function lost({ event, seller }: Pass): Markup {
  return html`<section class="card">
    <p class="eyebrow">${event.name}</p>
    <h1>Your ticket is not on this phone</h1>
    <p role="alert" class="notice bad">The ticket is still yours, but this browser cannot show its code.</p>
    <ol>
      <li>Open this page on the phone, and in the browser, where you kept the ticket.</li>
      <li>Is that phone lost, or its browser cleared? Ask ${seller.name} to move your ticket to another phone before doors open.</li>
      <li>Already at the door? Ask at the help desk.</li>
    </ol>
    <button data-action="look">Check again</button>
  </section>`;
}

function ticket({ pass, now, isKept }: Extract<View, { step: "ticket" }>): Markup {
  const { event, className, seats, count, seller } = pass;
  return html`<article class="card ticket" aria-label="Ticket">
    <header>
      ${event.startsAt === undefined ? "" : html`<p class="eyebrow">${timeUntil(event.startsAt, now)}</p>`}
      <h1>${event.name}</h1>
      ${
        event.startsAt === undefined
          ? html`<p><a href="${event.url}">The event's page says when it starts.</a></p>`
          : html`<p><time datetime="${event.startsAt}">${eventTime(event.startsAt)}</time></p>`
      }
      <ul class="facts" aria-label="Places">
        <li>${people(count)}</li>
        <li>${className}</li>
        ${seats.length === 0 ? "" : html`<li>${seats.length === 1 ? "Seat" : "Seats"} ${seats.join(", ")}</li>`}
      </ul>
    </header>
    <div class="tear"></div>
    <div id="code" class="code"></div>
    <div class="bar" aria-hidden="true"><div id="bar"></div></div>
    <p class="small center">New code in <span id="seconds" role="timer" aria-live="off">10</span> s</p>
    <p id="clock" role="status" class="notice" hidden></p>
    <footer class="small">
      <p>Sold by ${seller.name}. Screenshots do not work: each code expires within a minute.</p>
      ${isKept ? "" : html`<p>Open this page once a week, and do not clear your browser's data, so that the browser keeps your ticket.</p>`}
      ${event.reportUrl === undefined ? "" : html`<p><a href="${event.reportUrl}">Has a stranger offered you a ticket? Report it.</a></p>`}
    </footer>
  </article>`;
}
