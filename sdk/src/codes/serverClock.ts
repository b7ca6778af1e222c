import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import type { Clock } from "./clock.ts";
import { steadyClock } from "./steadyClock.ts";

/** How far two answers may be apart beyond their time on the way: each rounds to a second. */
const ROUNDING_MS = 2_000;

/** What one answer says: the time at `at`, and how long the answer took. Milliseconds. */
type Reading = { readonly time: number; readonly at: number; readonly took: number };

/**
 * A clock that is right even if the device's clock is wrong. It takes the time from a server's `Date` header and
 * continues from there, even if the user sets the device's clock. It asks twice, at addresses that no cache has seen,
 * adds the `Age` of an answer that a cache gave nevertheless, and trusts two answers only if they agree. Make a new one
 * when the page comes to the front again.
 *
 * @param url Address to ask; the event's own page is enough. Across origins the server must expose `Date` and `Age`.
 * @throws CLOCK_UNSET when the server does not answer, an answer has no usable date, or the answers disagree.
 * @example
 * import { deviceClock, serverClock } from "doorkey/buyer";
 *
 * const clock = await serverClock("/").catch(() => deviceClock); // offline: the device's own
 */
export async function serverClock(url: string | URL, options: serverClock.Options = {}): Promise<Clock> {
  const { fetch = globalThis.fetch, signal } = given("options", options);
  const ask = () => read(url, fetch, signal ?? null);
  const [first, second] = await Promise.all([ask(), ask()]);
  const now = performance.now();
  const [one, other] = [first, second].map(({ time, at }) => time + now - at) as [number, number];
  if (Math.abs(one - other) > ROUNDING_MS + (first.took + second.took) / 2) {
    const seconds = Math.round(Math.abs(one - other) / 1_000);
    throw new PageError("CLOCK_UNSET", { details: [`Two answers are ${seconds} seconds apart.`] });
  }
  // The answer that was faster on its way is closer to the truth.
  return steadyClock(first.took <= second.took ? one : other);
}

export declare namespace serverClock {
  type Options = {
    readonly fetch?: typeof globalThis.fetch;
    /** Cancels the requests, such as AbortSignal.timeout(3_000). */
    readonly signal?: AbortSignal;
  };
}

async function read(url: string | URL, fetch: typeof globalThis.fetch, signal: AbortSignal | null): Promise<Reading> {
  const asked = performance.now();
  const init: RequestInit = { method: "HEAD", cache: "no-store", signal };
  let headers: Headers;
  try {
    ({ headers } = await fetch(unseen(url), init));
  } catch (error) {
    throw new PageError("CLOCK_UNSET", { cause: error });
  }
  const answered = performance.now();
  const date = Date.parse(headers.get("date") ?? "");
  const age = headers.get("age") ?? "0";
  if (Number.isNaN(date)) throw new PageError("CLOCK_UNSET");
  if (!/^\d{1,9}$/.test(age)) throw new PageError("CLOCK_UNSET", { details: ["A cache answered with a wrong age."] });
  // On average the server wrote the header half way through the request. The header has no fractions of a second.
  const time = date + 1_000 * Number(age) + 500 + (answered - asked) / 2;
  return { time, at: answered, took: answered - asked };
}

/** The address with a parameter that no request had before, because some caches ignore what a page asks of them. */
function unseen(url: string | URL): string {
  const [address = ""] = String(url).split("#");
  const value = crypto.getRandomValues(new Uint32Array(2)).join("");
  return `${address}${address.includes("?") ? "&" : "?"}doorkey-time=${value}`;
}
