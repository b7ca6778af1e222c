/** One Ethereum node over HTTP, without caching or polling, because callers decide on its answers. */

/** The node answered with an error. Each client words it differently: see `classifySendError`. */
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
   * Sends up to 100 calls in one HTTP request. A call that failed has an RpcError as its result.
   *
   * @throws RpcUnreachable
   */
  batch(calls: readonly RpcCall[]): Promise<unknown[]>;
};

/** Nodes limit the calls of one batch, mostly to 100 or more. */
const LARGEST_BATCH = 100;

export function rpcEndpoint(url: string, { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): RpcEndpoint {
  async function post(body: string): Promise<unknown> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      // Some nodes send a call's error with status 4xx, so the body decides. 429 and 5xx count as no answer.
      if (response.status === 429 || response.status >= 500) throw new Error(`status ${response.status}`);
      return await response.json();
    } catch (error) {
      throw new RpcUnreachable(error instanceof Error ? error.message : "no answer", { cause: error });
    }
  }

  /**
   * A node closes idle connections. A call that met one being closed is repeated on a new connection. Repeating is safe
   * because a node knows a transaction by its hash.
   */
  async function ask(body: string): Promise<unknown> {
    try {
      return await post(body);
    } catch (error) {
      if (!wasCutOff(error)) throw error;
      return post(body);
    }
  }

  async function batchOnce(calls: readonly RpcCall[]): Promise<unknown[]> {
    const answers = await ask(JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))));
    if (!Array.isArray(answers)) throw new RpcUnreachable("the node did not answer a batch with a list");
    const byId = new Map(answers.map((answer: unknown) => [fieldIn(answer, "id"), answer]));
    return calls.map((_, id) => resultOf(byId.get(id)));
  }

  return {
    url,
    call: async (method, params) => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const result = resultOf(await ask(body));
      if (result instanceof RpcError) throw result;
      return result;
    },
    batch: async (calls) => {
      const results: unknown[] = [];
      for (let i = 0; i < calls.length; i += LARGEST_BATCH) {
        results.push(...(await batchOnce(calls.slice(i, i + LARGEST_BATCH))));
      }
      return results;
    },
  };
}

function resultOf(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null) throw new RpcUnreachable("the node did not answer a call");
  const error = fieldIn(answer, "error");
  if (error !== undefined) return errorIn(error);
  if (!("result" in answer)) throw new RpcUnreachable("the node's answer has no result");
  return answer.result;
}

function errorIn(error: unknown): RpcError {
  const [code, message] = [fieldIn(error, "code"), fieldIn(error, "message")];
  if (typeof code === "number" && typeof message === "string") {
    return new RpcError({ code, message, data: fieldIn(error, "data") });
  }
  throw new RpcUnreachable("an error without a code and a message");
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
