/** One Ethereum node over HTTP, without caching or polling, because callers decide on its answers. */

import { nodeRefusal } from "doorkey";
import { callFault } from "./nodeErrors.ts";

/** The node answered with an error. Each client words it differently: see `nodeErrors.ts`. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor({ code, message, data }: { readonly code: number; readonly message: string; readonly data?: unknown }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The node did not answer, or not in JSON-RPC. It may still have done what was asked. */
export class RpcUnreachable extends Error {
  override readonly name = "RpcUnreachable";
}

export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

export type RpcEndpoint = {
  readonly url: string;
  /** @throws RpcError, RpcUnreachable */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
  /**
   * Sends up to 100 calls in one HTTP request, and fewer after the node has refused so many. A call that failed has an
   * RpcError as its result, and one that the node did not answer an RpcUnreachable. So one odd answer spoils one call.
   *
   * @throws RpcUnreachable when the node answers none of them.
   */
  batch(calls: readonly RpcCall[]): Promise<unknown[]>;
};

/** Nodes limit the calls of one batch, mostly to 100 or more. */
const LARGEST_BATCH = 100;
/** Batches that a node takes in full before it is sent larger ones again. */
const TRIES_BEFORE_GROWTH = 20;
/** Parts of a batch in a row that a node leaves without an answer before it is asked no more of the batch. */
const SILENCES = 2;
/** Most characters of a node's own words in an error. */
const WORDS = 300;

export type RpcEndpointOptions = {
  readonly timeoutMs?: number;
  /** Most calls of one HTTP request. Defaults to 100. */
  readonly largestBatch?: number;
  readonly now?: () => number;
};

/** @param options.now Milliseconds that only rise, also when the clock of the machine is set. For tests of the pauses. */
export function rpcEndpoint(
  url: string,
  { timeoutMs = 10_000, largestBatch = LARGEST_BATCH, now = () => performance.now() }: RpcEndpointOptions = {},
): RpcEndpoint {
  const quiet = backoff(now);
  let largest = largestBatch;
  let taken = 0;

  async function post(calls: readonly RpcCall[], body: string): Promise<unknown> {
    quiet.check(calls);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      // Some nodes send a call's error with status 4xx, so the body decides. 429 and 5xx count as no answer.
      const answer = await response.text();
      if (response.status === 429) quiet.begin(EVERYTHING, response.headers.get("retry-after"));
      if (response.status === 429 || response.status >= 500)
        throw new Error(`status ${response.status}: ${said(answer)}`);
      return jsonIn(answer) ?? new RpcUnreachable(`status ${response.status}, not JSON: ${said(answer)}`);
    } catch (error) {
      throw new RpcUnreachable(error instanceof Error ? error.message : "no answer", { cause: error });
    }
  }

  /**
   * A node closes idle connections. A call that met one being closed is repeated on a new connection. Repeating is safe
   * because a node knows a transaction by its hash.
   */
  async function ask(calls: readonly RpcCall[], body: string): Promise<unknown> {
    try {
      return await post(calls, body);
    } catch (error) {
      if (!wasCutOff(error)) throw error;
      return post(calls, body);
    }
  }

  async function one(call: RpcCall): Promise<unknown> {
    const answer = await ask([call], JSON.stringify({ jsonrpc: "2.0", id: 1, ...call }));
    const [result] = noticed([call], [resultOf(answer)]);
    return result;
  }

  /**
   * A node that says in any form that it is busy did not answer. One HTTP answer makes one pause. Providers limit some
   * methods more than others, so a call that is refused pauses its method alone.
   */
  function noticed(calls: readonly RpcCall[], results: readonly unknown[]): unknown[] {
    const busy = calls.find((_, i) => isBusy(results[i]));
    if (busy !== undefined) quiet.begin(busy.method, null);
    else if (!results.every(isSilence)) quiet.end(calls);
    return results.map((result) =>
      isBusy(result) ? new RpcUnreachable(`the node is busy: ${said(result.message)}`, { cause: result }) : result,
    );
  }

  /** The results of some calls, or undefined if the node refuses so many at once. */
  async function together(calls: readonly RpcCall[]): Promise<unknown[] | RpcUnreachable> {
    const answers = await ask(calls, JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))));
    // A node refuses a whole batch with one error in place of the list.
    if (!Array.isArray(answers)) {
      const whole = resultOf(answers);
      // A limit of batches has the words of a rate limit, but smaller batches pass it.
      if (isBusy(whole) && !/batch/i.test(whole.message)) throw noticed(calls, [whole])[0];
      return new RpcUnreachable(`the node refused ${calls.length} calls: ${wordsOf(answers)}`);
    }
    const byId = new Map(answers.map((answer: unknown) => [fieldIn(answer, "id"), answer]));
    if (calls.every((_, id) => !byId.has(id))) return new RpcUnreachable(`no answer to a call: ${wordsOf(answers[0])}`);
    return noticed(
      calls,
      calls.map((_, id) => resultOf(byId.get(id))),
    );
  }

  /** The results of some calls, or undefined if the node refuses so many at once. Silence is each call's result. */
  async function part(calls: readonly RpcCall[]): Promise<unknown[] | undefined> {
    const [first] = calls;
    try {
      if (calls.length === 1 && first !== undefined) return [await one(first)];
      const answers = await together(calls);
      return answers instanceof RpcUnreachable ? undefined : answers;
    } catch (error) {
      if (!isSilence(error)) throw error;
      return calls.map(() => error);
    }
  }

  async function batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    const results: unknown[] = [];
    let silences = 0;
    while (results.length < calls.length) {
      const some = calls.slice(results.length, results.length + largest);
      const answers = await part(some);
      if (answers === undefined) {
        shrink(some.length);
        continue;
      }
      results.push(...answers);
      if (!answers.every(isSilence)) {
        silences = 0;
        if (some.length === largest) grow();
      } else if (++silences === SILENCES) {
        // The node is away, and each further question could take the whole timeout.
        results.push(...calls.slice(results.length).map(() => answers[0]));
      }
    }
    const silence = results.find(isSilence);
    if (silence !== undefined && results.every(isSilence)) throw silence;
    return results;
  }

  /** Half as many, down to single calls, which have answers of their own. */
  function shrink(refused: number): void {
    largest = Math.max(1, Math.floor(refused / 2));
    taken = 0;
  }

  /** A limit may have been a mood of the node, so it is tried again after a while. */
  function grow(): void {
    if (++taken < TRIES_BEFORE_GROWTH) return;
    taken = 0;
    largest = Math.min(largestBatch, 2 * largest);
  }

  return {
    url,
    call: async (method, params) => {
      const result = await one({ method, params });
      if (result instanceof RpcError || result instanceof RpcUnreachable) throw result;
      return result;
    },
    batch,
  };
}

function isSilence(result: unknown): result is RpcUnreachable {
  return result instanceof RpcUnreachable;
}

/** Whether a node's error says that it answers too many questions, rather than what came of this one. */
function isBusy(result: unknown): result is RpcError {
  if (!(result instanceof RpcError) || callFault(result) !== undefined) return false;
  return nodeRefusal({ message: result.message, code: result.code })?.kind === "busy";
}

/** Milliseconds for which a busy node is left alone, at first and at most. Each refusal in a row doubles it. */
const PAUSE = { first: 250, most: 15_000 };

/** In place of a method: a node that answers no HTTP request. */
const EVERYTHING = "everything";

/**
 * When a busy node may be asked again, by method. Pauses differ by chance, so that replicas do not come back together.
 */
function backoff(now: () => number) {
  const pauses = new Map<string, { readonly refusals: number; readonly until: number }>();
  const isPaused = (what: string) => now() < (pauses.get(what)?.until ?? Number.NEGATIVE_INFINITY);
  return {
    check: (calls: readonly RpcCall[]) => {
      if ([EVERYTHING, ...calls.map(({ method }) => method)].some(isPaused)) {
        throw new RpcUnreachable("the node is busy, and is left alone for a moment");
      }
    },
    /** @param retryAfter What the node asked for, in seconds. */
    begin: (what: string, retryAfter: string | null) => {
      const refusals = pauses.get(what)?.refusals ?? 0;
      const own = Math.min(PAUSE.most, PAUSE.first * 2 ** refusals) * (0.5 + Math.random() / 2);
      const asked = Number(retryAfter ?? 0) * 1_000;
      const until = now() + Math.max(own, Number.isFinite(asked) ? Math.min(asked, PAUSE.most) : 0);
      pauses.set(what, { refusals: refusals + 1, until });
    },
    end: (calls: readonly RpcCall[]) => {
      for (const what of [EVERYTHING, ...calls.map(({ method }) => method)]) pauses.delete(what);
    },
  };
}

/** Undefined if it is not JSON. A node that answers `null` answers nothing. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A result, or the error in its place. */
function resultOf(answer: unknown): unknown {
  if (answer instanceof RpcUnreachable) return answer;
  if (typeof answer !== "object" || answer === null) return new RpcUnreachable("the node did not answer a call");
  const error = fieldIn(answer, "error");
  if (error !== undefined && error !== null) return errorIn(error);
  if (!("result" in answer)) return new RpcUnreachable("the node's answer has no result");
  return answer.result;
}

function errorIn(error: unknown): RpcError | RpcUnreachable {
  const [code, message] = [fieldIn(error, "code"), fieldIn(error, "message")];
  if (typeof code === "number" && typeof message === "string") {
    return new RpcError({ code, message, data: fieldIn(error, "data") });
  }
  return new RpcUnreachable(`an error without a code and a message: ${said(JSON.stringify(error))}`);
}

/** What a node said in place of the answer. */
function wordsOf(answer: unknown): string {
  if (answer instanceof RpcUnreachable) return answer.message;
  const message = fieldIn(fieldIn(answer, "error"), "message");
  return said(typeof message === "string" ? message : JSON.stringify(answer));
}

/** A node's words, short, on one line. */
function said(words: string | undefined): string {
  return (words ?? "nothing").replace(/[\s\p{Cc}]+/gu, " ").slice(0, WORDS);
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function wasCutOff(error: unknown): boolean {
  for (let layer = error; layer instanceof Error; layer = layer.cause) {
    if ("code" in layer && ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(String(layer.code))) return true;
  }
  return false;
}
