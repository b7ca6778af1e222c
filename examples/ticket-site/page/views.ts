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
    <p>Your phone makes a key that never leaves it, and the ticket is bound to that key. From then on neither this link
    nor a screenshot lets anybody else in.</p>
    <p><strong>Take the phone that you bring to the door</strong>, in the browser you always use, not in private mode.</p>
    <button data-action="keep">Keep it here</button>
    <aside class="elsewhere">
      <p>You are at a computer? Open the ticket on your phone instead:</p>
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
    <h1>The key of this ticket is not on this phone</h1>
    <p role="alert" class="notice bad">The ticket is still yours, but this browser cannot show its code.</p>
    <ol>
      <li>Open this page in the browser, and on the phone, where you kept the ticket.</li>
      <li>If that is gone or was cleared, ask ${seller.name} to move the ticket to a new key before the doors open.</li>
      <li>On the night, the desk at the door may still help.</li>
    </ol>
    <button data-action="look">Look again</button>
  </section>`;
}

function ticket({ pass, now, isKept }: Extract<View, { step: "ticket" }>): Markup {
  const { event, className, seats, count, seller } = pass;
  return html`<article class="card ticket" aria-label="Ticket">
    <header>
      <p class="eyebrow">${timeUntil(event.startsAt, now)}</p>
      <h1>${event.name}</h1>
      <p><time datetime="${event.startsAt}">${eventTime(event.startsAt)}</time></p>
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
      <p>Sold by ${seller.name}. A screenshot of the code is worth nothing: it is old in a minute.</p>
      ${isKept ? "" : html`<p>Open this page once a week, and do not clear your browser: it forgets what is not used.</p>`}
      ${event.reportUrl === undefined ? "" : html`<p><a href="${event.reportUrl}">Were you offered a ticket by a stranger?</a></p>`}
    </footer>
  </article>`;
}
