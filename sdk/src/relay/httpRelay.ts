import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { problemError } from "./problemError.ts";
import type { Relay } from "./Relay.ts";
import type { Prepared, RelayInfo, RequestStatus, SubmitResult, Submitted } from "./wire.ts";

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT = 20_000;

/**
 * A relay over HTTP.
 *
 * @param parameters.key The sponsor's API key, where the relay wants one.
 * @throws VALUE_INVALID for a url or key that cannot be sent; RELAY_UNREACHABLE, RELAY_BUSY, RELAY_REFUSED,
 * RELAY_DISHONEST and CALL_REVERTED from what it returns.
 * @example
 * import { connect } from "doorkey";
 * import { httpRelay } from "doorkey/relay";
 *
 * const relay = httpRelay({ url: "https://relay.example", key: process.env.RELAY_KEY });
 * const connection = await connect({ rpc: "http://127.0.0.1:8545", relay });
 */
export function httpRelay({ url, key }: httpRelay.Parameters): Relay {
  assertSendable(url, key);
  const base = url.replace(/\/+$/, "");

  async function ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown, proof?: Hex): Promise<T> {
    const response = await call(method, path, body, proof);
    const answer = await jsonOf(response);
    if (response.ok) return answer as T;
    throw problemError(answer, response.status);
  }

  async function call(method: string, path: string, body?: unknown, proof?: Hex): Promise<Response> {
    const headers = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(proof === undefined ? {} : { "doorkey-signature": proof }),
    };
    try {
      return await fetch(`${base}${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch (cause) {
      throw new DoorkeyError("RELAY_UNREACHABLE", { cause, details: [`${method} ${base}${path}`] });
    }
  }

  return {
    info: () => ask<RelayInfo>("GET", "/v1/info"),
    prepare: (body) => ask<Prepared>("POST", "/v1/prepare", body),
    submit: async (requests) => resultsOf(await ask("POST", "/v1/requests", { requests }), requests.length),
    submitReturns: async (returns) => resultsOf(await ask("POST", "/v1/returns", { returns }), returns.length),
    status: async (digest: Hex) => {
      const response = await call("GET", `/v1/requests/${digest}`);
      if (response.status === 404) return undefined;
      const answer = await jsonOf(response);
      if (response.ok) return answer as RequestStatus;
      throw problemError(answer, response.status);
    },
    cancel: (digest, signature) => ask<RequestStatus>("DELETE", `/v1/requests/${digest}`, undefined, signature),
  };
}

export declare namespace httpRelay {
  type Parameters = { readonly url: string; readonly key?: string | undefined };
}

/** What `fetch` says of an address or a key that it cannot send repeats it, and errors go to logs. */
function assertSendable(url: string, key: string | undefined): void {
  const { protocol, username, password, search, hash } = URL.canParse(url) ? new URL(url) : NO_URL;
  const details = [
    ...(protocol === "https:" || protocol === "http:" ? [] : ["url must be an address of the web."]),
    ...(username + password + search + hash === "" ? [] : ["url must have no user, no question and no fragment."]),
    ...(key === undefined || /^[\x20-\x7e]*$/.test(key.trim()) ? [] : ["key must be one line of ASCII."]),
  ];
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
}

const NO_URL = { protocol: "", username: "", password: "", search: "", hash: "" };

/** One a submitted item, or whatever is at this address is no relay. */
function resultsOf(answer: Partial<Submitted> | null, count: number): Submitted["results"] {
  const results: unknown = answer?.results;
  const isOne = (value: unknown): value is SubmitResult => typeof value === "object" && value !== null;
  if (Array.isArray(results) && results.length === count && results.every(isOne)) return results;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`It did not give ${count} results.`] });
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new DoorkeyError("RELAY_UNREACHABLE", { cause, details: [`HTTP ${response.status} without JSON.`] });
  }
}
