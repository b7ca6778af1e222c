import { within } from "../core/within.ts";
import { pagePlace } from "../keys/pagePlace.ts";

/** Where a page is open, as far as the browser's signs go. */
export type PageOpening = {
  /** `home-screen`: installed, with a window and on iOS a storage of its own. `app`: in the window of another app. */
  readonly shownIn: "tab" | "home-screen" | "app" | "frame";
  readonly system: "ios" | "android" | "computer";
  /** Whether Safari or Firefox shows a private window, which forgets all when it is closed. Chromium does not say. */
  readonly isPrivate: boolean;
  /** Whether the page can be kept to open without a network. */
  readonly worksOffline: boolean;
};

/** Apps that open links in a window of their own, by their mark in the browser's name. */
const APPS =
  /\b(?:Line\/|FBA[NV]\/|FB_IAB|Instagram|MicroMessenger|Twitter|TikTok|musical_ly|Snapchat|KAKAOTALK|Zalo)|; wv\)/;

const PATIENCE_MS = 2_000;

export async function pageOpening(): Promise<PageOpening> {
  const system = systemOf();
  const worksOffline = globalThis.navigator?.serviceWorker !== undefined;
  return { shownIn: shownIn(system, worksOffline), system, isPrivate: await looksPrivate(), worksOffline };
}

function systemOf(): PageOpening["system"] {
  const { userAgent = "", maxTouchPoints = 0 } = globalThis.navigator ?? {};
  // An iPad calls itself a Mac.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return "ios";
  return userAgent.includes("Android") ? "android" : "computer";
}

function shownIn(system: PageOpening["system"], worksOffline: boolean): PageOpening["shownIn"] {
  if (pagePlace() !== "own") return "frame";
  if (isInstalled()) return "home-screen";
  if (APPS.test(globalThis.navigator?.userAgent ?? "")) return "app";
  // On iOS, only Safari, its relatives and installed pages have service workers.
  const isBare = system === "ios" && !worksOffline && globalThis.isSecureContext === true;
  return isBare ? "app" : "tab";
}

function isInstalled(): boolean {
  if ((globalThis.navigator as { readonly standalone?: boolean } | undefined)?.standalone === true) return true;
  return globalThis.matchMedia?.("(display-mode: standalone), (display-mode: fullscreen)").matches === true;
}

/** Safari and Firefox offer a file system of the site, and refuse it in a private window. */
async function looksPrivate(): Promise<boolean> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage;
  if (storage?.getDirectory === undefined) return false;
  return within(PATIENCE_MS, storage.getDirectory()).then(
    () => false,
    (error: unknown) => (error as Error | undefined)?.name !== "TimeoutError",
  );
}
