import type { Connection } from "../connection/Connection.ts";
import { askChain } from "../errors/fromNode.ts";
import type { BlockRef } from "../values/BlockRef.ts";

/** Whether the chain still has a block. */
export async function isInChain({ provider }: Connection, { number, hash }: BlockRef): Promise<boolean> {
  const block = await askChain(() => provider.getBlock(number));
  return block?.hash === hash;
}
