/**
 * Asks the browser not to clear this site's storage by itself. Ask before the key is created, and again once the page
 * is installed. `false` is common and not a failure. Remind the buyer then to add the page to the home screen, because
 * Safari clears other sites that were not visited for seven days.
 *
 * @returns Whether the browser promised it.
 * @example
 * import { requestPersistence } from "doorkey/buyer";
 *
 * if (!(await requestPersistence())) console.log("Add this page to your home screen.");
 */
export async function requestPersistence(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}
