import type { ContractName } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import { readLogs } from "../chain/readLogs.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import type { Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { IndexLog } from "./IndexLog.ts";
import type { IndexPiece } from "./IndexStore.ts";

/** Blocks that are read at the same time. */
const WIDTH = 32;

/**
 * The suite's logs of the blocks [from, to]; undefined if the chain changed during the read. A log has no time, so each
 * block that has a log is read too, and must be the very block that the log names.
 */
export async function readPiece(connection: Connection, from: number, to: number): Promise<IndexPiece | undefined> {
  const { provider, deployment } = connection;
  const names = Object.keys(deployment.contracts) as ContractName[];
  const byAddress = new Map(names.map((name) => [deployment.contracts[name].address.toLowerCase(), name]));
  const last = await refAt(connection, to);
  if (last === undefined) return undefined;

  const found = [];
  for await (const log of readLogs(provider, { address: [...byAddress.keys()] }, from, to)) found.push(log);

  const numbers = [...new Set(found.map(({ blockNumber }) => blockNumber))];
  const blocks = await mapBounded(numbers, WIDTH, (number) => askChain(() => provider.getBlock(number)));
  const byNumber = new Map(blocks.map((block) => [block?.number, block]));

  const logs: IndexLog[] = [];
  for (const log of found) {
    const block = byNumber.get(log.blockNumber);
    const contract = byAddress.get(log.address.toLowerCase());
    if (contract === undefined || block?.hash !== log.blockHash) return undefined;
    logs.push({
      contract,
      topics: [...log.topics],
      data: log.data,
      blockNumber: log.blockNumber,
      blockHash: log.blockHash as Hex,
      timestamp: block.timestamp,
      transactionHash: log.transactionHash as Hex,
      index: log.index,
    });
  }
  return (await isInChain(connection, last)) ? { to: last, logs } : undefined;
}

async function refAt({ provider }: Connection, number: number): Promise<BlockRef | undefined> {
  const block = await askChain(() => provider.getBlock(number));
  return block === null ? undefined : { number, hash: block.hash as Hex };
}
