/** The buyer's page: from a paid order to a code that a gate takes. */
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
  // The button that was pressed is gone: who goes by keys or hears the page goes on from here.
  if (hadFocus) main.focus();
  document.title = main.querySelector("h1")?.textContent ?? "Your ticket";
}

/** What this browser knows of the order decides where it goes on. */
async function begin(): Promise<void> {
  const kept = memory.pass();
  if (kept !== undefined) return showTicket(kept as Pass);
  if (memory.claim() !== undefined) return keep();
  show({ step: "invited", linkQr: qrSvg(location.href) });
}

async function keep(): Promise<void> {
  show({ step: "working", says: "Making a key on this phone and binding your ticket to it …" });
  try {
    // One tab at a time: two of them would answer with two keys. (No lock's name may begin with "-", as an id may.)
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
  return { step: "failed", title: "This did not work", advice: "Load the page again.", canRetry: false };
}

main.addEventListener("click", ({ target }) => {
  const action = target instanceof HTMLElement ? target.dataset.action : undefined;
  if (action === "keep") keep();
  if (action === "look") begin();
});

// A page in the background stops; when it comes back it asks for the time again.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) shown.abort();
  else if (memory.pass() !== undefined) begin();
});

// Keeps this page for when there is no network at the door.
navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

await begin();
