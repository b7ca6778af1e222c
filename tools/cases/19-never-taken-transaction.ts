import { toQuantity } from "ethers";
import { queue } from "../../relay/test/helpers/world.ts";
import type { Case } from "./Case.ts";
import { withRelay } from "./withRelay.ts";

const GWEI = 10n ** 9n;
const ETHER = 10n ** 18n;

/** A node that refuses transactions whose gas times price is above an ether. */
export const row: Case = {
  folder: "19-never-taken-transaction",
  title: "a relay whose node limits what a transaction may cost",
  run: async () =>
    withRelay({ feeCap: ETHER }, { maxFeeCap: 200n * GWEI }, async ({ db, node, target, proxy, passes, mined }) => {
      const costly = async () => node.send("hardhat_setNextBlockBaseFeePerGas", toQuantity(80n * GWEI));
      await costly();
      await node.mine();
      const digests = await queue(db, node, target, 40);
      await passes(12, costly);
      return [
        { input: "40 requests at a base fee of 80 gwei", expected: "40 of 40 mined", actual: await mined(digests) },
        {
          input: "the dearest transaction that the node got",
          expected: "at most an ether",
          actual: proxy.dearest() <= ETHER ? "at most an ether" : `${proxy.dearest()} wei`,
        },
      ];
    }),
};
