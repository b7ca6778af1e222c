/** One Ethereum node over HTTP. No caching and no polling: a caller that decides must know what it asked. */

/** The node answered, with an error. Its wording differs from client to client: see `classifySendError`. */
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

/** The node did not answer, or not in JSON-RPC: what was asked may have been done or not. */
export class RpcUnreachable extends Error {
  override readonly name = "RpcUnreachable";
}

export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

export type RpcEndpoint = {
  readonly url: string;
  /** @throws RpcError, RpcUnreachable */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
  /** In one HTTP request; an RpcError stands in the place of a call that failed. @throws RpcUnreachable */
  batch(calls: readonly RpcCall[]): Promise<unknown[]>;
};

/** Nodes bound the calls of one batch, mostly at 100 or above. */
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
      // Some nodes send errors of a call with a status of 4xx: the body decides. A refusal for load is no answer.
      if (response.status === 429 || response.status >= 500) throw new Error(`status ${response.status}`);
      return await response.json();
    } catch (error) {
      throw new RpcUnreachable(error instanceof Error ? error.message : "no answer", { cause: error });
    }
  }

  /**
   * A node closes connections that were idle; what met one that was just closed is asked on a new one. Nothing that is
   * asked here does harm twice: what is sent is known by its hash.
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
    if (!Array.isArray(answers)) throw new RpcUnreachable("a batch was not answered by a list");
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
  if (typeof answer !== "object" || answer === null) throw new RpcUnreachable("a call was not answered");
  const error = fieldIn(answer, "error");
  if (error !== undefined) return errorIn(error);
  if (!("result" in answer)) throw new RpcUnreachable("an answer without a result");
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
