import { type DeviceKey, type Pass, qrSvg, rotateCodes } from "doorkey/buyer";
import { bestClock } from "./bestClock.ts";

/** Seconds for which a code is shown. */
const EVERY = 10;

/** Shows fresh codes on the ticket on the page, until `signal` aborts. */
export async function showCodes(key: DeviceKey, pass: Pass, signal: AbortSignal): Promise<void> {
  const { clock, advice } = await bestClock();
  const notice = element("clock");
  notice.textContent = advice ?? "";
  notice.hidden = advice === undefined;
  keepScreenOn(signal);

  for await (const { text } of rotateCodes(key, pass, { clock, signal, every: EVERY })) {
    if (signal.aborted) return;
    element("code").innerHTML = qrSvg(text);
    element("code").firstElementChild?.setAttribute("aria-label", `Entry code for ${pass.event.name}`);
    countDown(signal);
  }
}

function countDown(signal: AbortSignal): void {
  let left = EVERY;
  const seconds = element("seconds");
  seconds.textContent = String(left);
  const timer = setInterval(() => {
    seconds.textContent = String(Math.max(0, --left));
    if (left <= 0 || signal.aborted) clearInterval(timer);
  }, 1_000);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element("bar").animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], EVERY * 1_000);
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
