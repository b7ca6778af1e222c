import { type RpcCall, type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";

/** Milliseconds for which a question waits for others of its method. */
const GATHER = 5;

/** Questions that change nothing. Each method has HTTP requests of its own, because nodes refuse some methods and answer others. */
const GATHERED = ["eth_call", "eth_estimateGas", "eth_getBlockByNumber"];

type Waiting = { readonly call: RpcCall; readonly tell: (result: unknown) => void };

/**
 * The same endpoint, asked with fewer HTTP requests: questions of one method that come within a moment go together, and
 * equal ones are asked once. Each has its own answer.
 */
export function gatherCalls(endpoint: RpcEndpoint): RpcEndpoint {
  const lines = new Map<string, Waiting[]>();

  /** The result, or an RpcError or RpcUnreachable in its place. */
  function ask(call: RpcCall): Promise<unknown> {
    return new Promise((tell) => {
      const line = lines.get(call.method);
      if (line !== undefined) line.push({ call, tell });
      else {
        lines.set(call.method, [{ call, tell }]);
        setTimeout(() => void send(call.method), GATHER);
      }
    });
  }

  async function send(method: string): Promise<void> {
    const line = lines.get(method) ?? [];
    lines.delete(method);
    const byParams = Map.groupBy(line, ({ call }) => JSON.stringify(call.params));
    const groups = [...byParams.values()];
    const calls = groups.flatMap(([first]) => (first === undefined ? [] : [first.call]));
    const results = await endpoint.batch(calls).catch((error: unknown) => calls.map(() => error));
    for (const [i, group] of groups.entries()) for (const { tell } of group) tell(results[i]);
  }

  async function batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    if (!calls.every(({ method }) => GATHERED.includes(method))) return endpoint.batch(calls);
    const results = await Promise.all(calls.map(ask));
    const silence = results.find((result) => result instanceof RpcUnreachable);
    if (silence !== undefined && results.every((result) => result instanceof RpcUnreachable)) throw silence;
    return results;
  }

  return {
    url: endpoint.url,
    batch,
    call: async (method, params) => {
      if (!GATHERED.includes(method)) return endpoint.call(method, params);
      const result = await ask({ method, params });
      if (result instanceof RpcError || result instanceof RpcUnreachable) throw result;
      return result;
    },
  };
}
