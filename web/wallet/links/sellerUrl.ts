import { isDoorkeyError, sellerClient } from "doorkey/buyer";

const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

/** The address behind the `at` of a link, such as `tickets.shop.example/door`. Undefined if no seller can be there. */
export function sellerUrl(at: string): string | undefined {
  try {
    return sellerClient(`${LOCAL.test(at) ? "http" : "https"}://${at}`).url;
  } catch (error) {
    if (isDoorkeyError(error)) return undefined;
    throw error;
  }
}

/** A seller's host, by which people know it. */
export function sellerHost(url: string): string {
  return new URL(url).host;
}

/** A seller's host and path, as links write it. */
export function sellerAt(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

/** Whether an address is safe to open: https, or http on this machine, without a user or a password. */
export function isSafeUrl({ protocol, host, username, password }: URL): boolean {
  return (protocol === "https:" || (protocol === "http:" && LOCAL.test(host))) && username === "" && password === "";
}

/** The address behind a text of a pass, if a page may link to it. Undefined for another scheme, such as `javascript:`. */
export function safeLink(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) && isSafeUrl(new URL(text)) ? new URL(text).href : undefined;
}
