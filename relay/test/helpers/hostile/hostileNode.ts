import type { ServedChain } from "doorkey-test-support/servedChain";
import { type RpcEndpoint, RpcUnreachable } from "../../../src/chain/jsonRpc.ts";
import { type Proxy as OddNode, startProxy } from "../proxy.ts";
import { type Answer, lieOf, type Method, staleOf } from "./answers.ts";

export type Call = { readonly method: string; readonly params?: readonly unknown[] };

/** Whether a call gets the odd answer. Defaults to all calls of the method. */
export type Aim = (params: readonly unknown[]) => boolean;

/** An endpoint whose node answers some calls after the relay has given up. No clock decides what is late. */
export function lateEndpoint(endpoint: RpcEndpoint, isLate: (call: Call) => boolean): RpcEndpoint {
  const late = () => new RpcUnreachable("The operation was aborted due to timeout");
  return {
    url: endpoint.url,
    async call(method, params) {
      const answer = endpoint.call(method, params);
      if (!isLate({ method, params })) return answer;
      await answer.catch(() => {});
      throw late();
    },
    // One HTTP answer has all of them.
    async batch(calls) {
      const answers = endpoint.batch(calls);
      if (!calls.some(isLate)) return answers;
      await answers.catch(() => {});
      throw late();
    },
  };
}

/** A node that gives one odd answer to one method, and is honest otherwise. `lateEndpoint` makes an answer late. */
export async function startHostileNode(
  node: Pick<ServedChain, "url">,
  method: Method,
  { fault }: Answer,
  aim: Aim = () => true,
): Promise<OddNode> {
  const proxy = await startProxy(node.url, { each: true });
  const hits = ({ method: asked, params = [] }: Call) => asked === method && aim(params);
  proxy.setRule((call) => {
    // A node without fee history is asked for its price of gas.
    if (method === "eth_gasPrice" && call.method === "eth_feeHistory") {
      return { kind: "error", message: "the method eth_feeHistory does not exist/is not available", code: -32_601 };
    }
    if (!hits(call) || fault === "lie" || fault === "late") return undefined;
    if (fault !== "stale") return fault;
    const stale = staleOf(method, call.params ?? []);
    return "params" in stale ? { kind: "instead", params: stale.params } : stale;
  });
  if (fault === "lie") {
    proxy.setChange((call, truth) => (hits(call) ? lieOf(method, call.params ?? [], truth) : truth));
  }
  return proxy;
}
