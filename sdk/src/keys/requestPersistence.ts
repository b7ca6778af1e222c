import { within } from "../core/within.ts";

/** Firefox asks the user, who may never answer. */
const PATIENCE_MS = 2_000;

/**
 * Asks the browser not to clear this site's storage by itself. Ask before the key is created, and again once the page
 * is installed. It waits at most two seconds and never throws. `false` is common and not a failure. Remind the buyer
 * then to add the page to the home screen, because Safari clears other sites that were not visited for seven days.
 *
 * @returns Whether the browser promised it within two seconds.
 * @example
 * import { requestPersistence } from "doorkey/buyer";
 *
 * if (!(await requestPersistence())) console.log("Add this page to your home screen.");
 */
export async function requestPersistence(): Promise<boolean> {
  try {
    // Where storage is forbidden, browsers throw at each of these steps.
    return (await within(PATIENCE_MS, globalThis.navigator.storage.persist())) === true;
  } catch {
    return false;
  }
}
