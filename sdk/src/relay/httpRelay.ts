import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import type { Shape } from "../core/shape.ts";
import { assertAnswer } from "./assertAnswer.ts";
import { refusedError } from "./problemError.ts";
import type { Relay } from "./Relay.ts";
import { statusStream } from "./statusStream.ts";
import type { RelayUsage, RequestStatus, SubmitResult } from "./wire.ts";
import { PREPARED, RELAY_INFO, RELAY_USAGE, REQUEST_STATUS, SUBMITTED } from "./wireShapes.ts";

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT = 20_000;

/** A relay over HTTP, which has budgets. */
export type HttpRelay = Relay & {
  /** What the sponsor of the key used of its budget. Rejects with RELAY_REFUSED without a key. */
  usage(): Promise<RelayUsage>;
};

/**
 * A relay over HTTP. The statuses of all requests that a program waits for come in one stream of server-sent events; a
 * relay without such a stream, or one that breaks, is asked again and again instead. Each answer is checked: if it does not match the request, the error is RELAY_DISHONEST, with every
 * mistake and its path. Further fields are ignored.
 *
 * @param parameters.key The sponsor's API key, if the relay needs one.
 * @throws VALUE_INVALID for a url or key that cannot be sent; RELAY_UNREACHABLE, RELAY_BUSY, RELAY_REFUSED,
 * RELAY_DISHONEST and CALL_REVERTED from its methods.
 * @example
 * import { connect } from "doorkey";
 * import { httpRelay } from "doorkey/relay";
 *
 * const relay = httpRelay({ url: "https://relay.example", key: process.env.RELAY_KEY });
 * const connection = await connect({ rpc: "http://127.0.0.1:8545", relay });
 */
export function httpRelay(parameters: httpRelay.Parameters): HttpRelay {
  const { url, key } = given("parameters", parameters);
  assertSendable(url, key);
  const base = url.replace(/\/+$/, "");
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };

  async function call(method: string, path: string, { body, proof }: Payload = {}): Promise<Response> {
    const headers = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...authorization,
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

  const stream = statusStream((digests, signal) =>
    fetch(`${base}/v1/events?digests=${digests.join(",")}`, {
      headers: { accept: "text/event-stream", ...authorization },
      signal,
    }),
  );

  return {
    info: async () => read(RELAY_INFO, await call("GET", "/v1/info")),
    usage: async () => read(RELAY_USAGE, await call("GET", "/v1/usage")),
    prepare: async (body) => read(PREPARED, await call("POST", "/v1/prepare", { body })),
    submit: async (requests) => submitted(await call("POST", "/v1/requests", { body: { requests } }), requests.length),
    submitReturns: async (returns) =>
      submitted(await call("POST", "/v1/returns", { body: { returns } }), returns.length),
    submitDrawActs: async (acts) => submitted(await call("POST", "/v1/draw-acts", { body: { acts } }), acts.length),
    status: async (digest) => {
      const known = stream.known(digest);
      if (known !== undefined) return known;
      const response = await call("GET", `/v1/requests/${digest}`);
      if (response.status === 404) return undefined;
      const status = await statusOf(response, digest);
      stream.follow(status);
      return status;
    },
    changed: (digest, within) => stream.changed(digest, within),
    cancel: async (digest, proof) => statusOf(await call("DELETE", `/v1/requests/${digest}`, { proof }), digest),
  };
}

/** The parts of a call: a JSON body, and the signature that permits it. */
type Payload = { readonly body?: unknown; readonly proof?: Hex | undefined };

export declare namespace httpRelay {
  type Parameters = { readonly url: string; readonly key?: string | undefined };
}

/** Rejects an address or key that `fetch` cannot send: its own error would repeat it, and errors go to logs. */
function assertSendable(url: string, key: string | undefined): void {
  const isAddress = typeof url === "string" && URL.canParse(url);
  const { protocol, username, password, search, hash } = isAddress ? new URL(url) : NO_URL;
  const details = [
    ...(protocol === "https:" || protocol === "http:" ? [] : ["url must be a web address."]),
    ...(username + password + search + hash === "" ? [] : ["url must have no user, no query and no fragment."]),
    ...(key === undefined || (typeof key === "string" && /^[\x20-\x7e]+$/.test(key.trim()))
      ? []
      : ["key must be one line of ASCII."]),
  ];
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
}

const NO_URL = { protocol: "", username: "", password: "", search: "", hash: "" };

async function read<T>(shape: Shape<T>, response: Response): Promise<T> {
  const answer = await jsonOf(response);
  if (!response.ok) throw refusedError(answer, response.status);
  assertAnswer(shape, answer);
  return answer;
}

async function statusOf(response: Response, digest: Hex): Promise<RequestStatus> {
  const status = await read(REQUEST_STATUS, response);
  assertDigest("digest", status.digest, digest);
  return status;
}

async function submitted(response: Response, count: number): Promise<readonly SubmitResult[]> {
  const { results } = await read(SUBMITTED, response);
  if (results.length !== count) {
    throw new DoorkeyError("RELAY_DISHONEST", { details: [`results must be ${count}, not ${results.length}.`] });
  }
  for (const [i, result] of results.entries()) {
    if ("status" in result) assertDigest(`results[${i}].status.digest`, result.status.digest, result.digest);
  }
  return results;
}

function assertDigest(path: string, found: Hex, wanted: Hex): void {
  if (found.toLowerCase() === wanted.toLowerCase()) return;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`${path} must be ${wanted}, not ${found}.`] });
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new DoorkeyError("RELAY_UNREACHABLE", { cause, details: [`HTTP ${response.status} without JSON.`] });
  }
}
