import { attemptsOf } from "../../relay/test/helpers/checks.ts";
import { queue } from "../../relay/test/helpers/world.ts";
import type { Case } from "./Case.ts";
import { ruleOf, withRelay } from "./withRelay.ts";

const GWEI = 10n ** 9n;

type FeeHistory = { readonly reward: readonly (readonly string[])[]; readonly gasUsedRatio: readonly number[] };

/** A node with a least tip, on a chain whose blocks are mostly empty. */
export const row: Case = {
  folder: "20-min-tip",
  title: "a relay whose node asks for a least tip",
  run: async () => {
    const feeHistory = ruleOf("20-min-tip").feeHistory as FeeHistory;
    return withRelay({ each: true, leastTip: 25n * GWEI }, { minTip: GWEI / 100n }, async (relay) => {
      relay.proxy.setChange(({ method }, truth) =>
        method === "eth_feeHistory" ? { ...Object(truth), ...feeHistory } : truth,
      );
      const digests = await queue(relay.db, relay.node, relay.target, 2);
      await relay.passes(2);
      const tips = (await attemptsOf(relay.db)).map(({ max_tip }) => max_tip);
      const first = (tips[0] ?? 0n) / GWEI;
      return [
        {
          input: "the first tip",
          expected: "about 30 gwei",
          actual: first === 30n || first === 31n ? "about 30 gwei" : `${first} gwei`,
        },
        { input: "2 requests", expected: "2 of 2 mined", actual: await relay.mined(digests) },
      ];
    });
  },
};
