import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";

/** Shows the time in seconds, with fractions. */
export type Clock = { now(): number };

/**
 * The device's own clock, which may be wrong.
 *
 * @example
 * import { deviceClock, entryCode, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * const offline = (key: DeviceKey, pass: Pass) => entryCode(key, pass, { clock: deviceClock });
 */
export const deviceClock: Clock = { now: () => Date.now() / 1000 };

/**
 * A clock that is right even if the device's clock is wrong. It takes the time from a server's `Date` header and
 * continues from there, even if the user sets the device's clock back. Make a new one when the page comes to the front
 * again.
 *
 * @param url Address to ask; the event's own page is enough. Across origins the server must expose `Date`.
 * @throws CLOCK_UNSET when the server does not answer, or its answer has no date.
 * @example
 * import { deviceClock, serverClock } from "doorkey/buyer";
 *
 * const clock = await serverClock("/").catch(() => deviceClock); // offline: the device's own
 */
export async function serverClock(url: string | URL, options: serverClock.Options = {}): Promise<Clock> {
  const { fetch = globalThis.fetch, signal } = given("options", options);
  const asked = performance.now();
  const answer = await fetch(url, { method: "HEAD", cache: "no-store", signal: signal ?? null }).catch(
    (error: unknown) => {
      throw new DoorkeyError("CLOCK_UNSET", { cause: error });
    },
  );
  const date = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(date)) throw new DoorkeyError("CLOCK_UNSET");
  const answered = performance.now();
  // On average the server wrote the header half way through the request. The header has no fractions of a second.
  return steadyClock(date + 500 + (answered - asked) / 2);
}

export declare namespace serverClock {
  type Options = {
    readonly fetch?: typeof globalThis.fetch;
    /** Cancels the request, such as AbortSignal.timeout(3_000). */
    readonly signal?: AbortSignal;
  };
}

/** A clock that shows `timeMs` now. */
export function steadyClock(timeMs: number): Clock {
  const offset = timeMs - Date.now();
  const start = timeMs - performance.now();
  // A sleeping phone may stop performance.now, and a user may set Date.now back. The one that fell behind is wrong.
  return { now: () => Math.max(Date.now() + offset, start + performance.now()) / 1000 };
}
