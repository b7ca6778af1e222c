import { rpcEndpoint } from "../../relay/src/chain/jsonRpc.ts";
import { assertDeployment } from "../../relay/src/engine/index.ts";
import { suiteOf } from "../../relay/test/helpers/suite.ts";
import { queue } from "../../relay/test/helpers/world.ts";
import type { Case, CaseLine } from "./Case.ts";
import { withRelay } from "./withRelay.ts";

/** A node without fee history, and a chain without a base fee. */
export const row: Case = {
  folder: "23-no-feehistory",
  title: "a relay whose node has no fee history",
  run: async () => [await withoutHistory(), await withoutBaseFee()],
};

async function withoutHistory(): Promise<CaseLine> {
  const actual = await withRelay({ each: true }, {}, async ({ db, node, target, proxy, passes, mined }) => {
    proxy.setRule(({ method }) =>
      method === "eth_feeHistory"
        ? { kind: "error", code: -32_601, message: "the method eth_feeHistory does not exist/is not available" }
        : undefined,
    );
    const digests = await queue(db, node, target, 2);
    await passes(1);
    return mined(digests);
  });
  return { input: "no eth_feeHistory", expected: "2 of 2 mined", actual };
}

async function withoutBaseFee(): Promise<CaseLine> {
  const actual = await withRelay({ each: true }, {}, async ({ node, proxy }) => {
    proxy.setChange(({ method }, block) =>
      method === "eth_getBlockByNumber" ? { ...Object(block), baseFeePerGas: undefined } : block,
    );
    return assertDeployment(rpcEndpoint(proxy.url), suiteOf(node), [], []).then(
      () => "starts",
      (error: Error) => (/have no base fee \(EIP-1559\)/.test(error.message) ? "refuses to start" : error.message),
    );
  });
  return { input: "blocks without baseFeePerGas", expected: "refuses to start", actual };
}
