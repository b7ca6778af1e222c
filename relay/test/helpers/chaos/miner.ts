import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Random } from "./random.ts";

export type Miner = {
  /** Mines blocks and replaces them by as many empty ones. */
  readonly reorg: (depth: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Mines a block at irregular times until it is stopped. */
export function startMiner(node: ServedChain, random: Random, fastest: number, slowest: number): Miner {
  let running = true;
  let turn: Promise<unknown> = Promise.resolve();
  /** Only one change of the chain runs at a time. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, random.between(fastest, slowest)));
  const loop = (async () => {
    while (running) {
      await pause();
      await inTurn(() => node.mine());
    }
  })();
  return {
    reorg: (depth) =>
      inTurn(async () => {
        const rewind = await node.snapshot();
        for (let i = 0; i < depth; i++) {
          await pause();
          await node.mine();
        }
        await pause();
        await rewind();
        // The other fork has blocks at other times, with the transactions that the node still has.
        for (let i = 0; i < depth; i++) await node.mine();
      }),
    stop: async () => {
      running = false;
      await loop;
    },
  };
}
