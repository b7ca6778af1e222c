import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Connection } from "./Connection.ts";
import { askChain } from "./fromNode.ts";

/** The newest block. Everything that is read at one block is consistent. */
export async function latestBlock({
  provider,
}: Connection): Promise<{ readonly number: number; readonly timestamp: number }> {
  const block = await askChain(() => provider.getBlock("latest"));
  if (block === null) throw new DoorkeyError("CHAIN_UNREACHABLE", { details: ["The node has no block."] });
  return block;
}
