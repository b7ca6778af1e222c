import type { EntryNow } from "../../src/draw/entryNow.ts";
import { atVenue } from "../../words/times.ts";
import { words } from "../language.ts";
import { html, type Markup } from "../markup.ts";
import { positionFrom } from "./rankCheck.ts";

/** What the page knows besides the entry. */
export type Here = {
  /** Whether the key that entered is in this browser. */
  readonly isHere: boolean;
  readonly origin: string;
  /** Path of the page where fans enter. */
  readonly draw: string;
};

/** What an entry's page shows. */
export function entryMarkup(now: EntryNow, here: Here): Markup {
  const { draw, checkout } = words;
  return html`<p class="eyebrow">${draw.title(now.className)}</p>
    ${step(now, here)}
    ${now.size > 1 ? html`<ul class="facts"><li>${checkout.people(now.size)}</li></ul>` : ""}
    ${invitation(now, here)}
    ${decision(now)}
    <p class="small">${draw.keepLink}</p>
    <p><a href="/">${words.shop.backToShop}</a></p>`;
}

function step(now: EntryNow, here: Here): Markup {
  const { draw } = words;
  switch (now.step) {
    case "entered":
      return said(draw.entered, draw.listComes(at(now, now.listUntil)));
    case "listed":
      return said(draw.listed, draw.drawnOn(at(now, now.drawAt ?? now.sealAt)));
    case "missing":
      return appealing(now, draw.missing, draw.missingHow(at(now, now.sealAt)));
    case "companion":
      return appealing(now, draw.companion, draw.companionHow(at(now, now.sealAt)));
    case "left-out":
      return said(draw.leftOut, draw.leftOutHow);
    case "waiting":
      return html`${rank(now)}<p role="status" class="notice">${draw.ahead(now.ahead ?? 0)}</p><p>${draw.waitingHow}</p>`;
    case "offered":
    case "kept":
      return offered(now, here);
    case "taken":
      return html`${said(draw.taken, now.ticket === undefined ? draw.takenHow : draw.takenHere)}
        ${now.ticket === undefined ? "" : html`<p><a href="/tickets/${now.ticket}">${draw.toTicket}</a></p>`}`;
    case "passed":
      return said(draw.passed, draw.passedHow);
    case "open":
      return html`${said(draw.open, draw.openHow)}${buying(now, here)}`;
  }
}

function said(title: string, sentence: string): Markup {
  return html`<h1>${title}</h1><p role="status" class="notice">${sentence}</p>`;
}

function appealing(now: EntryNow, title: string, how: string): Markup {
  const { draw } = words;
  return html`<h1>${title}</h1><p role="alert" class="notice bad">${how}</p>
    ${
      now.isVouched
        ? html`<button data-action="appeal">${draw.appeal}</button>`
        : html`<p>${draw.appealNeeds}</p><button data-action="confirm">${draw.confirmAgain}</button>`
    }`;
}

function rank({ position = 0, of = 0, size }: EntryNow): Markup {
  const { draw } = words;
  return html`<h1>${draw.rank(position, of)}</h1>${size > 1 ? html`<p>${draw.amongParties(size)}</p>` : ""}`;
}

function offered(now: EntryNow, here: Here): Markup {
  const { draw } = words;
  const until = now.offeredUntil === undefined ? undefined : at(now, now.offeredUntil);
  const sentence = now.step === "kept" ? draw.keptUntil : draw.offeredUntil;
  return html`${rank(now)}
    <p role="status" class="notice good"><strong>${draw.offered}</strong><br>${until === undefined ? "" : sentence(until)}</p>
    ${now.by === "key" ? html`<p class="small">${draw.notKept}</p>` : ""}
    ${buying(now, here)}`;
}

function buying(now: EntryNow, { isHere, draw: path }: Here): Markup {
  const { draw } = words;
  if (now.by === "key" || isHere) {
    if (!isHere) return html`<p class="notice bad">${draw.otherPhone}</p>`;
    if (now.isVouched) return html`<button data-action="buy">${draw.buy}</button>`;
    return html`<p>${draw.mustConfirm}</p><button data-action="confirm">${draw.confirmAgain}</button>`;
  }
  return html`<p class="notice bad">${draw.otherPhone}</p><p><a href="${path}">${draw.otherPhoneConfirm}</a></p>`;
}

function invitation({ joinable, listUntil, startsAt }: EntryNow, { origin, draw: path }: Here): Markup {
  if (joinable === undefined) return html``;
  const link = `${origin}${path}/party/${joinable}`;
  return html`<details><summary>${words.draw.friends}</summary>
    <p>${words.draw.invite(atVenue(words.tag, listUntil, startsAt))}</p>
    <p class="address">${link}</p></details>`;
}

/** What decided the position, computed again on this phone. */
function decision({ proof, position, event, className }: EntryNow): Markup {
  if (proof === undefined) return html``;
  const { draw } = words;
  const computed = positionFrom(proof);
  const isSame = computed === position;
  // In single quotes, so that a shell takes the name of a class as nothing else.
  const quoted = `'${className.replaceAll("'", "'\\''")}'`;
  const command = `npx doorkey draw status --event ${event.eventId} --class ${quoted} --rpc https://NODE --recompute`;
  return html`<details ${isSame ? "" : "open"}>
    <summary>${draw.decision}</summary>
    <p class="${isSame ? "notice good" : "notice bad"}">${isSame ? draw.checked(computed, proof.round) : draw.notChecked(computed)}</p>
    <p class="small">${draw.checkAll}</p>
    <p class="small"><code>${command}</code></p>
  </details>`;
}

function at({ startsAt }: EntryNow, seconds: number): string {
  return atVenue(words.tag, seconds, startsAt);
}
