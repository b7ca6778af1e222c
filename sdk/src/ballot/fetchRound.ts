import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given, named } from "../core/given.ts";
import { readBounded } from "../core/readBounded.ts";
import { type BeaconNetwork, QUICKNET, timeOfRound } from "../draw/BeaconNetwork.ts";
import { type CheckedRound, checkRound, parseRound } from "../draw/BeaconRound.ts";

/** Longest wait for one server, in milliseconds, and the most bytes of its answer. */
const TIMEOUT = 10_000;
const MAX_BYTES = 16_384;

/**
 * Takes a round from the first server that has it, after a check of its signature. A server that has no such round, or
 * one of another chain, is passed over.
 *
 * @param parameters.urls Where rounds are served: `/public/ROUND` is added, or put in place of `{round}`. Defaults to
 * drand's servers for quicknet.
 * @param parameters.now Seconds. Defaults to the clock of this machine.
 * @throws BEACON_ROUND_AHEAD with the time until the beacon signs the round; BEACON_ROUND_INVALID if servers answered
 * and none with this beacon's signature; BEACON_UNREACHABLE with what each server said; VALUE_INVALID.
 * @example
 * import { fetchRound, QUICKNET } from "doorkey/ballot";
 *
 * const { randomness } = await fetchRound(QUICKNET, { round: 20_791_007 });
 */
export async function fetchRound(network: BeaconNetwork, parameters: fetchRound.Parameters): Promise<CheckedRound> {
  given("network", network);
  const {
    round,
    urls = serversOf(network),
    fetch = globalThis.fetch,
    now = Date.now() / 1_000,
  } = given("parameters", parameters);
  assertOut(network, round, now);
  const addresses = addressesOf(urls, round);
  const faults: string[] = [];
  let wasInvalid = false;
  for (const url of addresses) {
    try {
      const text = await askServer(url, fetch);
      const found = parseRound(text, url.host);
      if (found.round !== round) throw invalidRound(`${url.host} gave round ${found.round} in place of ${round}.`);
      return checkRound(network, found);
    } catch (error) {
      const isInvalid = isDoorkeyError(error, "BEACON_ROUND_INVALID");
      wasInvalid ||= isInvalid;
      const [, said = ""] = error instanceof Error ? error.message.split("\n") : [];
      faults.push(
        isInvalid && !said.startsWith(url.host) ? `${url.host}: ${said}` : said || `${url.host} did not answer.`,
      );
    }
  }
  throw new DoorkeyError(wasInvalid ? "BEACON_ROUND_INVALID" : "BEACON_UNREACHABLE", { details: faults });
}

export declare namespace fetchRound {
  type Parameters = {
    readonly round: number;
    readonly urls?: readonly string[] | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now?: number | undefined;
  };
}

/** Throws BEACON_ROUND_AHEAD before the time at which the beacon signs the round. */
export function assertOut(network: BeaconNetwork, round: number, now: number): void {
  const left = timeOfRound(network, round) - now;
  if (left <= 0) return;
  throw new DoorkeyError("BEACON_ROUND_AHEAD", { details: [`The beacon signs round ${round} ${inTime(left)}.`] });
}

/** `in 14 min`, `in 3 h 20 min`, `in 2 d 4 h`, `in 40 s`. */
export function inTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `in ${whole} s`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `in ${hours} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
  return `in ${Math.floor(hours / 24)} d${hours % 24 === 0 ? "" : ` ${hours % 24} h`}`;
}

function serversOf({ publicKey }: BeaconNetwork): readonly string[] {
  if (String(publicKey).toLowerCase() !== QUICKNET.publicKey) return [];
  return QUICKNET.urls.map((url) => `${url}/${QUICKNET.chainHash}`);
}

function addressesOf(urls: readonly string[], round: number): URL[] {
  if (!Array.isArray(urls) || urls.length === 0) {
    const details = ["Pass `urls`: no server of this beacon is known, since it is not drand's quicknet."];
    throw new DoorkeyError("VALUE_INVALID", { details });
  }
  return urls.map((text) => {
    const whole = String(text);
    const url = whole.includes("{round}")
      ? whole.replaceAll("{round}", String(round))
      : `${whole.replace(/\/+$/, "")}/public/${round}`;
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
    throw new DoorkeyError("VALUE_INVALID", { details: [`urls must be web addresses, not ${named(text)}.`] });
  });
}

async function askServer(url: URL, fetch: typeof globalThis.fetch): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(url, { credentials: "omit", cache: "no-store", signal });
  if (!response.ok) {
    await response.body?.cancel();
    const lacks = response.status === 404 ? ", so it has no such round or no such chain" : "";
    throw new DoorkeyError("BEACON_UNREACHABLE", { details: [`${url.host} answered ${response.status}${lacks}.`] });
  }
  const bytes = await readBounded(response, MAX_BYTES, signal);
  if (bytes === undefined) throw invalidRound(`${url.host} answered with more than ${MAX_BYTES} bytes.`);
  return new TextDecoder().decode(bytes);
}

function invalidRound(detail: string): DoorkeyError {
  return new DoorkeyError("BEACON_ROUND_INVALID", { details: [detail] });
}
