import { type RpcEndpoint, RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { callFault } from "../chain/nodeErrors.ts";

/** How a node answered a call. A call that reverts is answered. */
export type RpcOutcome = "answered" | "refused" | "silent";

export type RpcObservation = {
  readonly method: string;
  readonly endpoint: string;
  readonly outcome: RpcOutcome;
  /** Milliseconds; of the whole batch, if it was one of a batch. */
  readonly ms: number;
};

/**
 * An endpoint that reports each call: its method, how the node answered, and how long that took.
 *
 * @example
 * const endpoint = observeRpc(rpcEndpoint(url), metrics.rpc);
 */
export function observeRpc(endpoint: RpcEndpoint, observe: (call: RpcObservation) => void): RpcEndpoint {
  const host = URL.canParse(endpoint.url) ? new URL(endpoint.url).host : "unknown";
  const report = (method: string, answer: unknown, start: number) =>
    observe({ method, endpoint: host, outcome: outcomeOf(answer), ms: performance.now() - start });
  return {
    url: endpoint.url,
    async call(method, params) {
      const start = performance.now();
      try {
        const answer = await endpoint.call(method, params);
        report(method, answer, start);
        return answer;
      } catch (error) {
        report(method, error, start);
        throw error;
      }
    },
    async batch(calls) {
      const start = performance.now();
      try {
        const answers = await endpoint.batch(calls);
        for (const [i, { method }] of calls.entries()) report(method, answers[i], start);
        return answers;
      } catch (error) {
        for (const { method } of calls) report(method, error, start);
        throw error;
      }
    },
  };
}

function outcomeOf(answer: unknown): RpcOutcome {
  if (answer instanceof RpcError) return callFault(answer) !== undefined ? "answered" : "refused";
  return answer instanceof RpcUnreachable || answer instanceof Error ? "silent" : "answered";
}
