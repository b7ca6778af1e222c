import { type Pass, runsOf } from "doorkey/buyer";
import type { TicketNow } from "../src/ticketNow.ts";
import { LANGUAGES } from "../words/languages.ts";
import { atVenue, timeUntil, venueTime } from "../words/times.ts";
import { words } from "./language.ts";
import { html, type Markup } from "./markup.ts";
import { outsideOf, partyChoices, sizeOf } from "./party.ts";

/** What the page shows. */
export type View =
  | { readonly step: "computer"; readonly link: string; readonly wallet: string | undefined }
  | { readonly step: "invited"; readonly wallet: string | undefined }
  | { readonly step: "working"; readonly says: string }
  | { readonly step: "failed"; readonly title: string; readonly advice: string; readonly canRetry: boolean }
  | { readonly step: "lost"; readonly pass: Pass }
  | { readonly step: "over"; readonly title: string; readonly advice: string; readonly canMove: boolean }
  | { readonly step: "elsewhere"; readonly seller: string; readonly canMove: boolean }
  | { readonly step: "waiting"; readonly number: string }
  | { readonly step: "move"; readonly link: string }
  | { readonly step: "asked"; readonly number: string }
  | { readonly step: "giveBack"; readonly left: number }
  | TicketView;

export type TicketView = {
  readonly step: "ticket";
  readonly pass: Pass;
  /** Seconds. */
  readonly time: number;
  readonly isKept: boolean;
  /** What the shop says of the ticket. Undefined without a network. */
  readonly now: TicketNow | undefined;
  /** A passkey makes a code for each tap; other keys make them by themselves. */
  readonly needsTap: boolean;
};

export function markupOf(view: View): Markup {
  return html`${content(view)}${languages()}`;
}

function content(view: View): Markup {
  switch (view.step) {
    case "computer":
      return computer(view.wallet);
    case "invited":
      return invited(view.wallet);
    case "working":
      return html`<section class="card" aria-busy="true">
        <h1>${words.ticket.oneMoment}</h1><p role="status">${view.says}</p>
      </section>`;
    case "failed":
      return failed(view);
    case "lost":
      return lost(view.pass);
    case "over":
      return html`<section class="card">
        <h1>${view.title}</h1><p role="status" class="notice">${view.advice}</p>
        ${view.canMove ? html`<button data-action="move-here">${words.move.here}</button>` : ""}
      </section>`;
    case "elsewhere":
      return elsewhere(view);
    case "waiting":
      return waiting(view.number);
    case "move":
      return move();
    case "asked":
      return asked(view.number);
    case "giveBack":
      return giveBack(view.left);
    case "ticket":
      return ticket(view);
  }
}

function computer(wallet: string | undefined): Markup {
  const { checkout, ticket } = words;
  return html`<section class="card">
    <p class="eyebrow">${ticket.paid}</p>
    <h1>${ticket.keepTitle}</h1>
    <p>${checkout.scanWithPhone}</p>
    <div class="code" id="link"></div>
    <p class="small">${ticket.keepWhy}</p>
    <button data-action="keep" class="quiet">${checkout.useThisComputer}</button>
    ${inWallet(wallet)}
  </section>`;
}

function invited(wallet: string | undefined): Markup {
  const { paid, keepTitle, keepWhy, keepHow, keepHere } = words.ticket;
  return html`<section class="card">
    <p class="eyebrow">${paid}</p>
    <h1>${keepTitle}</h1>
    <p>${keepWhy}</p>
    <p><strong>${keepHow}</strong></p>
    <button data-action="keep">${keepHere}</button>
    ${inWallet(wallet)}
  </section>`;
}

function inWallet(link: string | undefined): Markup {
  return link === undefined ? html`` : html`<p><a href="${link}" rel="noopener">${words.ticket.keepInWallet}</a></p>`;
}

function failed({ title, advice, canRetry }: Extract<View, { step: "failed" }>): Markup {
  return html`<section class="card">
    <h1>${title}</h1>
    <p role="alert" class="notice bad">${advice}</p>
    ${canRetry ? html`<button data-action="again">${words.failed.tryAgain}</button>` : ""}
  </section>`;
}

function lost({ event, seller }: Pass): Markup {
  const { title, still, openThere, askSeller, askAtDoor, again } = words.lost;
  return html`<section class="card">
    <p class="eyebrow">${event.name}</p>
    <h1>${title}</h1>
    <p role="alert" class="notice bad">${still}</p>
    <ol>
      <li>${openThere}</li>
      <li>${askSeller(seller.name)}</li>
      <li>${askAtDoor}</li>
    </ol>
    <button data-action="again">${again}</button>
  </section>`;
}

function elsewhere({ seller, canMove }: Extract<View, { step: "elsewhere" }>): Markup {
  const { taken, takenAdvice, here, lostPhone, over } = words.move;
  return html`<section class="card">
    <h1>${taken}</h1>
    <p role="status" class="notice">${canMove ? takenAdvice : over}</p>
    ${canMove ? html`<button data-action="move-here">${here}</button>` : ""}
    <p class="small">${lostPhone(seller)}</p>
  </section>`;
}

function waiting(number: string): Markup {
  const { waiting: title, waitingHow } = words.move;
  return html`<section class="card center" aria-busy="true">
    <h1>${title}</h1>
    <p>${waitingHow}</p>
    <p class="number" role="status">${number}</p>
  </section>`;
}

function move(): Markup {
  const { title, open, no } = words.move;
  return html`<section class="card">
    <h1>${title}</h1>
    <p>${open}</p>
    <div class="code" id="link"></div>
    <button data-action="again" class="quiet">${no}</button>
  </section>`;
}

function asked(number: string): Markup {
  const { asked: title, sameNumber, yes, no } = words.move;
  return html`<section class="card center">
    <h1>${title}</h1>
    <p>${sameNumber}</p>
    <p class="number" role="status">${number}</p>
    <button data-action="move-yes">${yes}</button>
    <button data-action="move-no" class="quiet">${no}</button>
  </section>`;
}

function giveBack(left: number): Markup {
  const { title, finality, confirm, keepIt } = words.giveBack;
  const { people } = words.checkout;
  const counts = Array.from({ length: left }, (_, i) => left - i);
  return html`<section class="card">
    <h1>${title}</h1>
    ${
      left === 1
        ? ""
        : html`<label for="count">${words.shop.howMany}</label>
    <select id="count">${counts.map((count) => html`<option value="${count}">${people(count)}</option>`)}</select>`
    }
    <p id="finality" role="status" class="notice bad">${finality(people(left))}</p>
    <button data-action="give-back-yes">${confirm}</button>
    <button data-action="again" class="quiet">${keepIt}</button>
  </section>`;
}

function ticket(view: TicketView): Markup {
  const { pass, isKept, now } = view;
  const { event, seller } = pass;
  const { ticket } = words;
  const { reportUrl } = event;
  return html`<article class="card ticket" aria-label="${ticket.title}">
    ${heading(view)}
    <div class="tear"></div>
    ${now?.event.isCancelled === true ? cancelled(seller.name) : codes(view)}
    <footer class="small">
      <p>${ticket.soldBy(seller.name)} ${ticket.noScreenshots}</p>
      ${isKept ? "" : html`<p>${ticket.openWeekly}</p>`}
      ${reportUrl === undefined ? "" : html`<p><a href="${reportUrl}" rel="noopener">${ticket.report}</a></p>`}
    </footer>
    ${now === undefined || now.event.isCancelled ? "" : changes(now, event.startsAt)}
  </article>`;
}

function heading({ pass, time }: TicketView): Markup {
  const { event, className } = pass;
  const { startsAt } = event;
  const seats = runsOf(pass).flatMap((run) => run.seats);
  const { tag, ticket, checkout } = words;
  return html`<header>
    <p class="eyebrow">${startsAt === undefined ? ticket.paid : (timeUntil(tag, startsAt, time) ?? ticket.now)}</p>
    <h1>${event.name}</h1>
    <p>${startsAt === undefined ? html`<a href="${event.url}" rel="noopener">${ticket.startUnknown}</a>` : html`<time datetime="${startsAt}">${venueTime(tag, startsAt)}</time>`}</p>
    <ul class="facts" aria-label="${ticket.place}">
      <li>${checkout.people(sizeOf(pass))}</li>
      <li>${className}</li>
      ${seats.length === 0 ? "" : html`<li>${checkout.seats(seats.length, seats.join(", "))}</li>`}
    </ul>
  </header>`;
}

function cancelled(seller: string): Markup {
  const { cancelled: title, cancelledAdvice } = words.ticket;
  return html`<div role="alert" class="notice bad"><strong>${title}</strong><br>${cancelledAdvice(seller)}</div>`;
}

function codes({ pass, now, needsTap }: TicketView): Markup {
  const { ticket } = words;
  const parts = outsideOf(pass, now?.isIn);
  const entered = sizeOf(pass) - parts.reduce((sum, { count }) => sum + count, 0);
  if (parts.length === 0) return html`<p role="status" class="notice good">${ticket.allEntered}</p>`;
  const choices = partyChoices(parts);
  return html`
    ${entered === 0 ? "" : html`<p role="status" class="notice good">${ticket.entered(entered)}</p>`}
    <div id="code" class="code"></div>
    ${
      needsTap
        ? html`<button data-action="code">${ticket.showCode}</button>`
        : html`<div class="bar" aria-hidden="true"><div id="bar"></div></div>`
    }
    <p class="small center" role="timer" aria-live="off" id="timer"></p>
    ${
      choices.length === 1
        ? ""
        : html`<label for="party">${ticket.whoIsHere}</label>
    <select id="party">${choices.map(({ value, text }) => html`<option value="${value}">${text}</option>`)}</select>`
    }
    <p id="clock" role="status" class="notice" hidden></p>`;
}

/** What the holder can still change, and until when. */
function changes({ event }: TicketNow, startsAt: string | undefined): Markup {
  const { giveBack, move, ticket } = words;
  // Without the event's offset, a time would be read in the wrong zone.
  const until = (sentence: (time: string) => string, seconds: number) =>
    startsAt === undefined ? "" : html`<p class="small">${sentence(atVenue(words.tag, seconds, startsAt))}</p>`;
  return html`<details>
    <summary>${ticket.more}</summary>
    ${
      event.mayMove
        ? html`<button data-action="move" class="quiet">${move.action}</button>
    ${until(move.until, event.rebindUntil)}`
        : html`<p class="small">${move.over}</p>`
    }
    ${
      event.mayReturn
        ? html`<button data-action="give-back" class="quiet">${giveBack.action}</button>
    ${until(giveBack.until, event.returnUntil)}`
        : html`<p class="small">${giveBack.over}</p>`
    }
  </details>`;
}

function languages(): Markup {
  const links = Object.entries(LANGUAGES).map(([language, { tag, name }]) =>
    tag === words.tag
      ? html`<span lang="${tag}" aria-current="true">${name}</span>`
      : html`<button data-action="language" data-language="${language}" lang="${tag}">${name}</button>`,
  );
  return html`<nav class="languages" aria-label="${words.language}">${links}</nav>`;
}
