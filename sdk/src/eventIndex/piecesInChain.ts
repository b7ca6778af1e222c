import type { Connection } from "../chain/Connection.ts";
import { isInChain } from "../chain/isInChain.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import type { IndexPiece } from "./IndexStore.ts";

/**
 * The part of the pieces that is still in the chain: everything up to the last block that is. All blocks before a block
 * of the chain are in the chain too, so a few requests find it.
 */
export async function piecesInChain(connection: Connection, pieces: readonly IndexPiece[]): Promise<IndexPiece[]> {
  const blocks = pieces.flatMap(blocksOf);
  let [inChain, unknown] = [0, blocks.length];
  while (inChain < unknown) {
    const middle = (inChain + unknown) >> 1;
    if (await isInChain(connection, blocks[middle] as BlockRef)) inChain = middle + 1;
    else unknown = middle;
  }
  const last = blocks[inChain - 1];
  return last === undefined ? [] : pieces.flatMap((piece) => piecesUpTo(last, piece));
}

/** Its blocks with logs, and its last block; in their order, each once. */
function blocksOf({ to, logs }: IndexPiece): BlockRef[] {
  const hashes = new Map(logs.map(({ blockNumber, blockHash }) => [blockNumber, blockHash]));
  hashes.set(to.number, to.hash);
  return [...hashes].map(([number, hash]) => ({ number, hash }));
}

function piecesUpTo(last: BlockRef, { to, logs }: IndexPiece): IndexPiece[] {
  if (to.number <= last.number) return [{ to, logs }];
  const kept = logs.filter(({ blockNumber }) => blockNumber <= last.number);
  return kept.length === 0 ? [] : [{ to: last, logs: kept }];
}
