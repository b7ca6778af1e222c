import { queue } from "../../relay/test/helpers/world.ts";
import type { Case } from "./Case.ts";
import { ruleOf, withRelay } from "./withRelay.ts";

type Rule = {
  readonly refuse_batches_over: number;
  readonly answer: { readonly error: { code: number; message: string } };
};

/** A node that refuses large JSON-RPC batches as a whole. */
export const row: Case = {
  folder: "18-rpc-batch-limit",
  title: "a relay whose node limits JSON-RPC batches",
  run: async () => {
    const { refuse_batches_over: calls, answer }: Rule = ruleOf("18-rpc-batch-limit").node;
    const actual = await withRelay({ largestBatch: { calls, ...answer.error } }, {}, async (relay) => {
      const digests = await queue(relay.db, relay.node, relay.target, 8);
      await relay.passes(1);
      return relay.mined(digests);
    });
    return [{ input: `8 requests, batches of at most ${calls}`, expected: "8 of 8 mined", actual }];
  },
};
