import { scriptUrl } from "../trusted/scriptUrl.ts";

/** Lets the page start with its server gone. Browsers without service workers, and pages on http, cannot. */
export async function keepOffline(): Promise<void> {
  try {
    await navigator.serviceWorker?.register(scriptUrl("/sw.js"), { type: "module", updateViaCache: "none" });
  } catch {
    // The start check says that the page is not kept.
  }
}

/** Whether every file of the page is kept. */
export async function isKept(): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.active != null;
}
