import { PageError } from "../core/PageError.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { isSameSite } from "./isSameSite.ts";

/** Where a page is: on top or in frames of its own origin alone, or what makes its keys useless. */
export type PagePlace = "own" | "same-site" | "cross-site" | "sandbox";

/** Where this page is. Outside a browser everything is its own. */
export function pagePlace(): PagePlace {
  // A sandboxed frame without allow-same-origin has no origin, and no storage.
  if (globalThis.origin === "null") return "sandbox";
  if (globalThis.window === undefined) return "own";
  const others = ancestors().filter((origin) => origin !== globalThis.origin);
  if (others.length === 0) return "own";
  return others.every((origin) => isSameSite(globalThis.origin, origin)) ? "same-site" : "cross-site";
}

/**
 * Refuses a page that would lose its key. Browsers part storage by the page on top, so a key that is made in a frame of
 * another site is gone when its owner opens the ticket's link. A passkey writes into each answer that it was in a frame
 * of another origin, and no entry code has room for that.
 */
export function assertOwnPage(kind: KeyKind): void {
  const error = placeError();
  if (error !== undefined) throw error;
  if (kind === "passkey" && pagePlace() === "same-site") throw new PageError("PASSKEY_IN_FRAME");
}

/** Why no key of this site is here, if it is because of where the page is. */
export function placeError(): PageError | undefined {
  const place = pagePlace();
  if (place === "sandbox") return new PageError("KEY_IN_SANDBOX");
  return place === "cross-site" ? new PageError("KEY_IN_FRAME") : undefined;
}

/** Origins of all pages around this one. One that the browser hides counts as another site. */
function ancestors(): string[] {
  if (window.location.ancestorOrigins !== undefined) return [...window.location.ancestorOrigins];
  const origins: string[] = [];
  let page: Window = window;
  while (page !== page.parent) {
    page = page.parent;
    origins.push(originOf(page));
  }
  return origins;
}

function originOf(page: Window): string {
  try {
    return page.location.origin;
  } catch {
    return "null";
  }
}
