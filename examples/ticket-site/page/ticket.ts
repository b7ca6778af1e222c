/** The buyer's page, from a paid order to a code that a gate accepts. */
import { checkPass, isDoorkeyError, loadDeviceKey, type Pass, qrSvg } from "doorkey/buyer";
import { memoryOf } from "./memory.ts";
import { obtainPass } from "./obtainPass.ts";
import { ShopProblem } from "./shop.ts";
import { showCodes } from "./showCodes.ts";
import { markupOf, type View } from "./views.ts";

const main = document.getElementById("view") as HTMLElement;
const order = location.pathname.split("/").at(-1) ?? "";
const memory = memoryOf(order);
let shown = new AbortController();

function show(view: View): void {
  const hadFocus = main.contains(document.activeElement);
  main.innerHTML = markupOf(view).text;
  // The pressed button is gone, so users of keyboards and screen readers continue from here.
  if (hadFocus) main.focus();
  document.title = main.querySelector("h1")?.textContent ?? "Your ticket";
}

/** Continues from what this browser knows about the order. */
async function begin(): Promise<void> {
  const kept = memory.pass();
  if (kept !== undefined) return showTicket(kept as Pass);
  if (memory.claim() !== undefined) return keep();
  show({ step: "invited", linkQr: qrSvg(location.href) });
}

async function keep(): Promise<void> {
  show({ step: "working", says: "Putting your ticket on this phone …" });
  try {
    // One tab at a time, because two tabs would answer with two keys. (A lock's name cannot begin with "-"; an id may.)
    await showTicket(await navigator.locks.request(`order ${order}`, () => obtainPass(order, memory)));
  } catch (error) {
    show(failure(error));
  }
}

async function showTicket(kept: Pass): Promise<void> {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  try {
    const { chainId, rightsRegistry, eventId, holder } = kept;
    const key = await loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });
    const pass = checkPass(key, kept);
    const isKept = (await navigator.storage?.persisted?.()) ?? false;
    if (signal.aborted) return;
    show({ step: "ticket", pass, now: Date.now() / 1000, isKept });
    await showCodes(key, pass, signal);
  } catch (error) {
    if (signal.aborted) return;
    show(isDoorkeyError(error) && error.code === "KEY_LOST" ? { step: "lost", pass: kept } : failure(error));
  }
}

function failure(error: unknown): View {
  if (error instanceof ShopProblem) {
    const { message, advice, retryable } = error;
    return { step: "failed", title: message, advice, canRetry: retryable };
  }
  if (isDoorkeyError(error)) {
    const { shortMessage, remedy, retryable } = error;
    return { step: "failed", title: shortMessage, advice: remedy, canRetry: retryable };
  }
  console.error(error);
  return { step: "failed", title: "Something went wrong", advice: "Please reload this page.", canRetry: false };
}

main.addEventListener("click", ({ target }) => {
  const action = target instanceof HTMLElement ? target.dataset.action : undefined;
  if (action === "keep") keep();
  if (action === "look") begin();
});

// A page in the background stops. When it comes back, it asks for the time again.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) shown.abort();
  else if (memory.pass() !== undefined) begin();
});

// Keeps this page, so that it opens without a network at the door.
navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

await begin();
