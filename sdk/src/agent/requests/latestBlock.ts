import type { Connection } from "../../connection/Connection.ts";
import { DoorkeyError } from "../../errors/DoorkeyError.ts";
import { askChain } from "../../errors/fromNode.ts";

/** Number and time of the newest block. */
export async function latestBlock({ provider }: Connection): Promise<{ number: number; timestamp: number }> {
  const block = await askChain(() => provider.getBlock("latest"));
  if (block === null) throw new DoorkeyError("CHAIN_UNREACHABLE", { details: ["The node has no latest block."] });
  return { number: block.number, timestamp: block.timestamp };
}
