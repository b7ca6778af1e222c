/**
 * Asks the browser not to clear this site's storage by itself. Ask before the key is made, and again once the page is
 * installed. `false` is common and no failure, but worth a reminder: Safari clears sites that were not visited for seven
 * days unless they are on the home screen.
 *
 * @returns Whether it promised.
 * @example
 * import { requestPersistence } from "doorkey/buyer";
 *
 * if (!(await requestPersistence())) console.log("Add this page to your home screen.");
 */
export async function requestPersistence(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}
