import type { BlockRef } from "../core/BlockRef.ts";
import type { Connection } from "./Connection.ts";
import { askChain } from "./fromNode.ts";

/** Whether the chain still has a block. */
export async function isInChain({ provider }: Connection, { number, hash }: BlockRef): Promise<boolean> {
  const block = await askChain(() => provider.getBlock(number));
  return block?.hash === hash;
}
