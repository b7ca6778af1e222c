import { chainView } from "../../relay/src/chain/ChainView.ts";
import { chainTraits } from "../../relay/src/chain/chains.ts";
import { rpcEndpoint } from "../../relay/src/chain/jsonRpc.ts";
import { l1Costs } from "../../relay/src/chain/l1Costs.ts";
import { transactionsOf } from "../../relay/test/helpers/checks.ts";
import { ORACLE, oracleOf } from "../../relay/test/helpers/l1Oracle.ts";
import { queue } from "../../relay/test/helpers/world.ts";
import type { Case } from "./Case.ts";
import { withRelay } from "./withRelay.ts";

const L1_FEE = 10n ** 16n;

/** An OP-stack chain, whose receipts carry a fee for the chain below. */
export const row: Case = {
  folder: "22-l1-fee",
  title: "a relay on a chain that charges for the chain below",
  run: async () =>
    withRelay({ each: true }, {}, async ({ db, node, target, proxy, passes }) => {
      proxy.setChange(({ method }, receipt) =>
        method === "eth_getTransactionReceipt" && receipt !== null
          ? { ...Object(receipt), l1Fee: "0x2386f26fc10000" }
          : receipt,
      );
      await queue(db, node, target, 2);
      await passes(2);
      const [sent] = await transactionsOf(db);
      const receipt = await node.provider.getTransactionReceipt(sent?.transaction_hash ?? "");
      const paid = (receipt?.gasUsed ?? 0n) * (receipt?.gasPrice ?? 0n) + L1_FEE;
      await node.send("hardhat_setCode", ORACLE, oracleOf(L1_FEE));
      const [cost] = await l1Costs(chainView(rpcEndpoint(node.url)), chainTraits(10), [{ to: target, data: "0x12" }]);
      return [
        { input: "what the transaction cost", expected: `${paid} wei`, actual: `${sent?.cost_wei} wei` },
        { input: "what is reserved for the chain below", expected: `${L1_FEE} wei`, actual: `${cost?.fee} wei` },
      ];
    }),
};
