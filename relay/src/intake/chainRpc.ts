import type { Chain } from "../chain/Chain.ts";
import type { RpcEndpoint } from "../chain/jsonRpc.ts";
import { remembering } from "../policy/remembering.ts";
import { ChainUnreachable, type Rpc } from "./Rpc.ts";

/**
 * JSON-RPC to the endpoint that is trusted now (F18). It chooses the endpoint once a second. That is enough, because
 * the engine checks again before it sends anything.
 */
export function chainRpc(chain: Chain, endpoints: readonly RpcEndpoint[], now: () => number): Rpc {
  const best = remembering(async (_: "best") => (await chain.look()).url, { seconds: 1, now });
  return async (method, params) => {
    const url = await best("best");
    const endpoint = endpoints.find((one) => one.url === url);
    if (endpoint === undefined) throw new ChainUnreachable("no endpoint is trusted");
    return endpoint.call(method, params);
  };
}
