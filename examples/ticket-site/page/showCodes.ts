import { type Clock, type DeviceKey, entryCode, type Pass, rotateCodes } from "doorkey/buyer";
import { bestClock } from "./bestClock.ts";
import { words } from "./language.ts";
import type { Party } from "./party.ts";
import { qrImage } from "./qrImage.ts";

/** Seconds for which a code is shown. */
const EVERY = 10;

/** Shows fresh codes on the ticket on the page, until `signal` aborts. */
export async function showCodes(key: DeviceKey, pass: Pass, party: Party, signal: AbortSignal): Promise<void> {
  const clock = await noticeClock();
  keepScreenOn(signal);
  for await (const { text } of rotateCodes(key, pass, { ...party, clock, signal, every: EVERY })) {
    if (signal.aborted) return;
    draw(text, pass);
    countDown(EVERY, words.ticket.newCodeIn, signal);
  }
}

/** Shows one code of a passkey, which asks its owner, and takes it away when it is over. */
export async function showOneCode(key: DeviceKey, pass: Pass, party: Party, signal: AbortSignal): Promise<void> {
  const clock = await noticeClock();
  const { text, validUntil } = await entryCode(key, pass, { ...party, clock });
  if (signal.aborted) return;
  keepScreenOn(signal);
  draw(text, pass);
  countDown(Math.floor(validUntil - clock.now()), words.ticket.codeEndsIn, signal, () => {
    element("code").replaceChildren();
    element("timer").textContent = "";
  });
}

async function noticeClock(): Promise<Clock> {
  const { clock, advice } = await bestClock();
  const notice = element("clock");
  notice.textContent = advice ?? "";
  notice.hidden = advice === undefined;
  return clock;
}

function draw(text: string, { event }: Pass): void {
  element("code").replaceChildren(qrImage(text, words.ticket.codeFor(event.name)));
}

function countDown(seconds: number, says: (left: string) => string, signal: AbortSignal, end?: () => void): void {
  let left = seconds;
  const timer = element("timer");
  timer.textContent = says(String(left));
  const ticking = setInterval(() => {
    timer.textContent = says(String(Math.max(0, --left)));
    if (left > 0 && !signal.aborted) return;
    clearInterval(ticking);
    if (!signal.aborted) end?.();
  }, 1_000);
  signal.addEventListener("abort", () => clearInterval(ticking));
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  document.getElementById("bar")?.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], seconds * 1_000);
}

/** Keeps the screen from going dark in the queue. Not every browser can. */
function keepScreenOn(signal: AbortSignal): void {
  navigator.wakeLock?.request("screen").then(
    (lock) => signal.addEventListener("abort", () => lock.release()),
    () => undefined,
  );
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
