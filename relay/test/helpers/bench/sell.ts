import type { Hex } from "doorkey";
import { completePurchase, grantQueue } from "doorkey/agent";
import { toQuantity } from "ethers";
import { type LoopStops, watchLoop } from "./loopStops.ts";
import type { Stadium } from "./paidOrders.ts";

/** How an on-sale went. Times are in seconds, but for the longest stops of the shop's event loop. */
export type Sold = {
  readonly rights: number;
  readonly seconds: number;
  /** Blocks with grants, and their gas. */
  readonly blocks: number;
  readonly gas: number;
  readonly p50: number;
  readonly p99: number;
  readonly stops: LoopStops;
  readonly cpu: {
    readonly shop: number;
    readonly relay: number | undefined;
    readonly postgres: number | undefined;
  };
};

/** All devices send their claims at once, and each waits for its pass. Throws if one gets none. */
export async function sell({ node, seller, claims, relays }: Stadium, blockSeconds: number): Promise<Sold> {
  await node.send("evm_setAutomine", false);
  await node.send("evm_setIntervalMining", blockSeconds);
  const firstBlock = Number(await node.send("eth_blockNumber")) + 1;
  const busy = { ...seller, queue: grantQueue(seller) };
  const before = { ...relays.cpu(), own: process.cpuUsage() };
  const stopsOf = watchLoop();
  const started = performance.now();
  const waits = await Promise.all(
    claims.map(async (claim) => {
      await completePurchase(busy, claim);
      return (performance.now() - started) / 1_000;
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  const stops = stopsOf();
  const after = relays.cpu();
  const own = process.cpuUsage(before.own);
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return {
    rights: claims.length,
    seconds,
    ...(await blocksSince(node, firstBlock)),
    p50: at(0.5),
    p99: at(0.99),
    stops,
    cpu: {
      shop: (own.user + own.system) / 1e6,
      relay: spent(before.relay, after.relay),
      postgres: spent(before.postgres, after.postgres),
    },
  };
}

const spent = (before: number | undefined, after: number | undefined) =>
  before === undefined || after === undefined ? undefined : after - before;

async function blocksSince(node: Stadium["node"], firstBlock: number) {
  const last = Number(await node.send("eth_blockNumber"));
  let [blocks, gas] = [0, 0];
  for (let number = firstBlock; number <= last; number++) {
    const block = (await node.send("eth_getBlockByNumber", toQuantity(number), false)) as { gasUsed: Hex };
    if (BigInt(block.gasUsed) > 0n) blocks++;
    gas += Number(block.gasUsed);
  }
  return { blocks, gas };
}
