import { named } from "./given.ts";
import { PageError } from "./PageError.ts";

/** Hosts of this machine, which need no https, because no one on the network can answer for them. */
export const LOCAL_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Most characters of an address that people scan or type. */
const MOST = 200;

/**
 * Says what makes a text unfit as the address of a service that phones trust with tickets: a wallet, or a seller. It must
 * be https, with a host in plain letters and a plain path, and nothing else.
 *
 * @returns The rest of a sentence whose subject is the address; undefined if it is fit.
 */
export function addressFault(text: string): string | undefined {
  if (text.length > MOST) return `must have at most ${MOST} characters, not ${text.length}.`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return "must be an address such as https://tickets.shop.example/door.";
  const isLocal = LOCAL_HOSTS.includes(url.hostname);
  if (url.protocol !== "https:" && !(isLocal && url.protocol === "http:")) return "must be an https address.";
  if (url.username !== "" || url.password !== "") return "must not have a user or a password.";
  if (url.port !== "" && !isLocal) return "must not have a port.";
  if (/[^\0-\x7f]|xn--/i.test(url.hostname) || /[^\0-\x7f]/.test(text)) {
    return "must be in plain letters, because people cannot tell some letters of other scripts from them.";
  }
  if (!/^(?:\/[\w.~-]+)*\/?$/.test(url.pathname)) return "must have a path of plain letters, digits, -, . and _ alone.";
  const written = url.pathname === "/" ? [url.origin, `${url.origin}/`] : [`${url.origin}${url.pathname}`];
  return written.includes(text) ? undefined : "must be a plain address, without a query, a fragment or detours.";
}

/** Throws VALUE_INVALID unless `value` is such an address. */
export function assertAddress(name: string, value: unknown): asserts value is string {
  const fault = typeof value === "string" ? addressFault(value) : `must be a text, not ${named(value)}.`;
  if (fault !== undefined) throw new PageError("VALUE_INVALID", { details: [`${name} ${fault}`] });
}
