/** The buyer's page, from a paid order to a code that a gate accepts. */
import {
  checkPass,
  type DeviceKey,
  isDoorkeyError,
  loadDeviceKey,
  type Pass,
  signRebind,
  signReturn,
} from "doorkey/buyer";
import type { Wish } from "../src/moves.ts";
import type { TicketNow } from "../src/ticketNow.ts";
import { languageCookie } from "../words/languages.ts";
import { isComputer } from "./device.ts";
import { isDeclined } from "./isDeclined.ts";
import { words } from "./language.ts";
import { makeKey } from "./makeKey.ts";
import { memoryOf } from "./memory.ts";
import { obtainPass } from "./obtainPass.ts";
import { outsideOf, partyOf } from "./party.ts";
import { qrImage } from "./qrImage.ts";
import { post, ShopProblem } from "./shop.ts";
import { showCodes, showOneCode } from "./showCodes.ts";
import { keepPage, showMarkup } from "./trusted.ts";
import { markupOf, type View } from "./views.ts";

/** Milliseconds between two questions to the shop about a ticket on the screen. */
const ASK_EVERY = 10_000;
/** Milliseconds between two questions of a phone that waits for a ticket. */
const WAIT_EVERY = 2_000;

const main = document.getElementById("view") as HTMLElement;
const order = location.pathname.split("/").at(-1) ?? "";
const memory = memoryOf(order);
/** What is on the screen ends when this aborts. */
let shown = new AbortController();
let step: View["step"] | undefined;

function show(view: View): AbortSignal {
  ({ step } = view);
  shown.abort();
  shown = new AbortController();
  const hadFocus = main.contains(document.activeElement);
  showMarkup(main, markupOf(view));
  if ("link" in view) document.getElementById("link")?.replaceChildren(qrImage(view.link));
  // The pressed button is gone, so users of keyboards and screen readers continue from here.
  if (hadFocus) main.focus();
  document.title = main.querySelector("h1")?.textContent ?? words.ticket.title;
  return shown.signal;
}

/** Continues from what this browser knows about the order, then from what the shop knows. */
async function begin(): Promise<void> {
  const kept = memory.pass();
  if (kept !== undefined) return showTicket(kept as Pass);
  if (memory.claim() !== undefined) return keep();
  await tried(async () => {
    const now = await ask();
    if (now.pass !== undefined) return showTicket(keepPass(now.pass));
    const holder = memory.holder();
    if (now.isGone) showGone(now);
    else if (now.wish !== undefined && isSame(now.wish.newHolder, holder)) await waitForTicket(now.wish);
    else if (now.isClaimed) show({ step: "elsewhere", seller: now.seller, canMove: now.event.mayMove });
    else if (holder !== undefined) await keep();
    else if (isComputer()) show({ step: "computer", link: location.href, wallet: await walletLink() });
    else show({ step: "invited", wallet: await walletLink() });
  });
}

/** Opens the event's wallet with the invitation. Undefined if the event has none, or the shop does not answer. */
async function walletLink(): Promise<string | undefined> {
  const { link } = await post<{ readonly link?: string }>(`/orders/${order}/wallet`).catch(() => ({ link: undefined }));
  return link;
}

function keepPass(pass: Pass): Pass {
  memory.keepPass(pass);
  return pass;
}

function ask(): Promise<TicketNow> {
  const holder = (memory.pass() as Pass | undefined)?.holder ?? memory.claim()?.holder ?? memory.holder();
  return post<TicketNow>(`/orders/${order}/now`, { holder });
}

async function keep(): Promise<void> {
  show({ step: "working", says: words.ticket.keeping });
  // One tab at a time, because two tabs would answer with two keys. (A lock's name cannot begin with "-"; an id may.)
  await tried(async () => {
    try {
      await showTicket(await navigator.locks.request(`order ${order}`, () => obtainPass(order, memory)));
    } catch (error) {
      if (!(error instanceof ShopProblem) || error.code !== "PURCHASE_TAKEN") throw error;
      memory.keepClaim(undefined);
      await begin();
    }
  });
}

/** Shows the ticket at once, then what the shop says of it, and asks again as long as it is on the screen. */
async function showTicket(kept: Pass): Promise<void> {
  await tried(async () => {
    try {
      const key = await keyOf(kept);
      const pass = checkPass(key, kept);
      await present(key, pass);
      await follow(key, pass);
    } catch (error) {
      if (!isDoorkeyError(error) || error.code !== "KEY_LOST") throw error;
      show({ step: "lost", pass: kept });
    }
  });
}

const keyOf = ({ chainId, rightsRegistry, eventId, holder }: Pass): Promise<DeviceKey> =>
  loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });

/** Who is to enter, as the holder chose. News from the shop does not undo the choice. */
let chosenParty: string | undefined;

/** Whether a passkey asks its owner to sign a code. */
let isSigning = false;

async function present(key: DeviceKey, pass: Pass, now?: TicketNow, page?: AbortSignal): Promise<void> {
  const isKept = (await navigator.storage?.persisted?.()) ?? false;
  // The holder has pressed a button since.
  if (page?.aborted) return;
  const needsTap = key.kind === "passkey";
  const signal = show({ step: "ticket", pass, time: Date.now() / 1000, isKept, now, needsTap });
  const select = document.querySelector<HTMLSelectElement>("#party");
  const before = [...(select?.options ?? [])].find(({ value }) => value === chosenParty);
  if (before !== undefined) before.selected = true;
  let codes = new AbortController();
  const party = () => partyOf(select?.value, outsideOf(pass, now?.isIn));
  const renew = async () => {
    codes.abort();
    codes = new AbortController();
    // A code of other people must not stay on the screen.
    document.getElementById("code")?.replaceChildren();
    const until = AbortSignal.any([signal, codes.signal]);
    isSigning = needsTap;
    try {
      await (needsTap ? showOneCode : showCodes)(key, pass, party(), until);
    } catch (error) {
      // The button for a passkey's code is still there.
      if (!until.aborted && !isDeclined(error)) show(failure(error));
    } finally {
      isSigning = false;
    }
  };
  if (document.getElementById("code") === null) return;
  select?.addEventListener("change", () => {
    chosenParty = select.value;
    if (!needsTap) renew();
  });
  document.querySelector("[data-action=code]")?.addEventListener("click", renew);
  if (!needsTap) renew();
}

async function follow(key: DeviceKey, pass: Pass): Promise<void> {
  const { signal: page } = following();
  let last = "";
  while (!page.aborted) {
    const now = await ask().catch(() => undefined);
    if (page.aborted) return;
    const text = JSON.stringify(now);
    if (now !== undefined && text !== last) {
      last = text;
      if (await isOver(key, now)) return;
      const current = now.pass === undefined ? pass : checkPass(key, now.pass);
      memory.keepPass(current);
      await present(key, current, now, page);
    }
    await new Promise((done) => {
      setTimeout(done, ASK_EVERY);
      page.addEventListener("abort", done);
    });
  }
}

let followed = new AbortController();

/** Ends the last series of questions, and begins another. */
function following(): AbortController {
  followed.abort();
  followed = new AbortController();
  return followed;
}

/** Shows what ended a ticket, or what another phone asks. False if the ticket stays on the screen. */
async function isOver(key: DeviceKey, now: TicketNow): Promise<boolean> {
  if (now.pass === undefined) {
    const { done: title, doneAdvice: advice } = words.move;
    if (now.isGone) showGone(now);
    else show({ step: "over", title, advice, canMove: now.event.mayMove });
    return true;
  }
  if (now.wish === undefined || isSame(now.wish.newHolder, key.address)) return false;
  showWish(now.wish);
  return true;
}

function showGone({ seller }: TicketNow): void {
  const { done: title, doneAdvice } = words.giveBack;
  show({ step: "over", title, advice: doneAdvice(seller), canMove: false });
}

/** The wish whose number is on the screen. The holder says yes to this one, and to no later one. */
let compared: Wish | undefined;

function showWish(wish: Wish): void {
  compared = wish;
  show({ step: "asked", number: wish.number });
}

function isSame(address: string, other: string | undefined): boolean {
  return address.toLowerCase() === other?.toLowerCase();
}

/** Signs the return of the last people of the pass. Those who are in stay. */
async function giveBack(): Promise<void> {
  const chosen = document.querySelector<HTMLSelectElement>("#count")?.value;
  show({ step: "working", says: words.giveBack.working });
  await tried(async () => {
    const { key, pass, now } = await held();
    const outside = indexesOf(pass, now);
    const returns = [];
    for (const index of outside.slice(-Number(chosen ?? outside.length))) {
      returns.push(await signReturn(key, pass, { index, count: 1, rebinds: now.rebinds[index] }));
    }
    await post("/returns", { returns });
    await begin();
  });
}

/** On the old phone: shows the link for the new one, and waits until that asks for the ticket. */
async function offerMove(): Promise<void> {
  following();
  const signal = show({ step: "move", link: location.href });
  await tried(async () => {
    while (!signal.aborted) {
      const { wish } = await ask();
      if (signal.aborted) return;
      if (wish !== undefined) showWish(wish);
      else await new Promise((done) => setTimeout(done, WAIT_EVERY));
    }
  });
}

/** On the old phone: signs that the rights go to the key of the new one. */
async function moveAway(): Promise<void> {
  show({ step: "working", says: words.move.working });
  await tried(async () => {
    const { key, pass, now } = await held();
    const { wish } = now;
    if (wish === undefined) return begin();
    const { newHolder, number } = wish;
    // Another phone has asked since, so its number must be compared too.
    if (number !== compared?.number || !isSame(newHolder, compared.newHolder)) return showWish(wish);
    const rebinds = [];
    for (const index of indexesOf(pass, now)) {
      rebinds.push(await signRebind(key, pass, { newHolder, index, rebinds: now.rebinds[index] }));
    }
    await post(`/orders/${order}/move`, { rebinds });
    await begin();
  });
}

/** On the new phone: makes a key, and asks for the ticket. */
async function moveHere(): Promise<void> {
  show({ step: "working", says: words.ticket.keeping });
  await tried(async () => {
    const { event } = await post<{ event: Parameters<typeof makeKey>[0] }>(`/orders/${order}/event`);
    const key = await makeKey(event);
    memory.keepHolder(key.address);
    const wish = await post<Wish>(`/orders/${order}/wish`, { holder: key.address });
    // A ticket that was on this phone before had another key.
    memory.keepPass(undefined);
    memory.keepClaim(undefined);
    await waitForTicket(wish);
  });
}

/** On the new phone: shows the number of its wish, and waits until the old phone has said yes or no. */
async function waitForTicket({ newHolder, number }: Wish): Promise<void> {
  const signal = show({ step: "waiting", number });
  while (!signal.aborted) {
    const { pass, wish } = await ask();
    if (signal.aborted) return;
    if (pass !== undefined || wish === undefined || !isSame(wish.newHolder, newHolder)) return begin();
    await new Promise((done) => setTimeout(done, WAIT_EVERY));
  }
}

/** The people of a pass who are outside. */
function indexesOf(pass: Pass, { isIn }: TicketNow): readonly number[] {
  return outsideOf(pass, isIn).flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i));
}

async function held() {
  const now = await ask();
  const { pass } = now;
  if (pass === undefined) throw new Error("this phone has no ticket");
  return { key: await keyOf(pass), pass, now };
}

/** Shows a failure instead of throwing it. */
async function tried(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    show(failure(error));
  }
}

function failure(error: unknown): View {
  if (error instanceof ShopProblem) {
    const { message, advice, retryable } = error;
    return { step: "failed", title: message, advice, canRetry: retryable };
  }
  console.error(error);
  const { deviceUnfit, unfitAdvice } = words.checkout;
  if (isDoorkeyError(error) && error.code.startsWith("KEY_")) {
    if (memory.pass() !== undefined) {
      return { step: "failed", title: words.lost.still, advice: words.failed.reload, canRetry: true };
    }
    return { step: "failed", title: deviceUnfit, advice: unfitAdvice, canRetry: error.retryable };
  }
  return { step: "failed", title: words.failed.wrong, advice: words.failed.reload, canRetry: true };
}

const ACTIONS: Readonly<Record<string, (pressed: HTMLElement) => unknown>> = {
  keep,
  again: begin,
  "give-back": () =>
    tried(async () => {
      const { pass, now } = await held();
      following();
      show({ step: "giveBack", left: indexesOf(pass, now).length });
    }),
  "give-back-yes": giveBack,
  language: ({ dataset }) => {
    // Here and not at the shop, so that it works without a network.
    // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox have had a cookie store for a short time only.
    document.cookie = languageCookie(dataset.language) ?? "";
    location.reload();
  },
  move: offerMove,
  "move-here": moveHere,
  "move-yes": moveAway,
  "move-no": async () => {
    await post(`/orders/${order}/wish`, {}).catch(() => undefined);
    await begin();
  },
};

main.addEventListener("click", ({ target }) => {
  if (target instanceof HTMLElement) ACTIONS[target.dataset.action ?? ""]?.(target);
});

// How many places go back, in the sentence that warns of it.
main.addEventListener("change", ({ target }) => {
  const finality = document.getElementById("finality");
  if (finality === null || !(target instanceof HTMLSelectElement)) return;
  finality.textContent = words.giveBack.finality(words.checkout.people(Number(target.value)));
});

/** Whether a passkey's dialog covered the page. The page then continues by itself. */
let wasCovered = false;

// A page in the background stops. When it comes back, it asks for the time again.
document.addEventListener("visibilitychange", () => {
  const isBusy = isSigning || step === "working" || step === "giveBack";
  if (document.hidden) {
    wasCovered = isSigning;
    if (isBusy) return;
    shown.abort();
    followed.abort();
    return;
  }
  const mayStay = isBusy || wasCovered;
  wasCovered = false;
  if (!mayStay && (memory.pass() !== undefined || step === "waiting")) begin();
});

void keepPage();
document.documentElement.lang = words.tag;

await begin();
