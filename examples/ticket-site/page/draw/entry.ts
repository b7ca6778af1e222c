/** The page of an entry: where it stands in line, from the list to the ticket. The link alone is enough to see it. */
import { type Address, type EventRef, loadDeviceKey } from "doorkey/buyer";
import type { EntryNow } from "../../src/draw/entryNow.ts";
import { words } from "../language.ts";
import { html, type Markup } from "../markup.ts";
import { memoryOf } from "../memory.ts";
import { post, ShopProblem } from "../shop.ts";
import { showMarkup } from "../trusted.ts";
import { drawMemoryOf } from "./drawMemory.ts";
import { entryMarkup } from "./entryViews.ts";
import { leaveForCheck } from "./identityCheck.ts";

/** Milliseconds between two questions to the shop. */
const ASK_EVERY = 10_000;
/** The same for a page in the background. */
const BACKGROUND = 60_000;

const card = document.getElementById("entry") as HTMLElement;
const { id = "", draw = "", check = "" } = card.dataset;
let now: EntryNow | undefined;
let shown = "";
/** The end of the offer that this page has tried to accept. */
let accepted: number | undefined;

async function ask(): Promise<void> {
  try {
    now = await acceptOffer(await post<EntryNow>(`/entries/${id}/now`));
    await show(now);
  } catch (error) {
    fail(error);
  }
}

/** Accepts what the draw offers, so that the place is kept even if sales are paused or the fan is late. */
async function acceptOffer(current: EntryNow): Promise<EntryNow> {
  const { step, by, isVouched, offeredUntil } = current;
  if (step !== "offered" || by !== "person" || !isVouched || offeredUntil === undefined) return current;
  if (accepted === offeredUntil) return current;
  accepted = offeredUntil;
  // An offer that cannot be kept is an offer still, and the next visit tries again.
  await post(`/entries/${id}/accept`).catch(() => undefined);
  return post<EntryNow>(`/entries/${id}/now`);
}

async function show(current: EntryNow): Promise<void> {
  const { event, holder } = current;
  const isHere = await loadDeviceKey({ event: event as EventRef, address: holder as Address }).then(
    () => true,
    () => false,
  );
  const markup: Markup = entryMarkup(current, { isHere, origin: location.origin, draw });
  // A page that says the same stays as it is, so that what its reader opened stays open.
  if (markup.text === shown) return;
  shown = markup.text;
  showMarkup(card, markup);
  card.removeAttribute("aria-busy");
  document.title = card.querySelector("h1")?.textContent ?? words.draw.yourEntry;
}

function fail(error: unknown): void {
  const { wrong, reload, tryAgain } = words.failed;
  const { message, advice } = error instanceof ShopProblem ? error : { message: wrong, advice: reload };
  if (!(error instanceof ShopProblem)) console.error(error);
  shown = "";
  card.removeAttribute("aria-busy");
  const again = html`<h1>${message}</h1><p role="alert" class="notice bad">${advice}</p>
    <button data-action="again">${tryAgain}</button>`;
  showMarkup(card, again);
}

async function buy({ holder }: EntryNow): Promise<void> {
  const { order } = await post<{ order: string }>(`/entries/${id}/order`);
  memoryOf(order).keepHolder(holder as Address);
  location.assign(`/checkout/${order}`);
}

/** Asks the attester again, for the phone that is in the fan's hand. */
async function confirm({ event, agentId, holder }: EntryNow): Promise<void> {
  const memory = drawMemoryOf(event.eventId, draw);
  const kept = await loadDeviceKey({ event: event as EventRef, address: holder as Address }).catch(() => undefined);
  // A phone without the key makes one on the page where fans enter.
  if (kept === undefined) return location.assign(draw);
  memory.keepHolder(kept.address);
  leaveForCheck({ page: check, eventId: event.eventId, agentId, holder: kept.address, back: draw });
}

const ACTIONS: Readonly<Record<string, (now: EntryNow) => Promise<void>>> = {
  again: async () => undefined,
  appeal: async () => {
    await post(`/entries/${id}/appeal`);
  },
  buy,
  confirm,
};

card.addEventListener("click", async ({ target }) => {
  const action = target instanceof HTMLButtonElement ? ACTIONS[target.dataset.action ?? ""] : undefined;
  if (action === undefined || !(target instanceof HTMLButtonElement)) return;
  target.disabled = true;
  try {
    if (now !== undefined) await action(now);
    shown = "";
    await ask();
  } catch (error) {
    fail(error);
  }
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});

/** Asks again and again; in the background too, because an offer may come while the fan reads something else. */
async function follow(): Promise<void> {
  await ask();
  setTimeout(follow, document.hidden ? BACKGROUND : ASK_EVERY);
}
await follow();
