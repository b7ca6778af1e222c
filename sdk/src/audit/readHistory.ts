import type { ContractName } from "../abi/contracts.ts";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { IndexLog } from "../eventIndex/IndexLog.ts";
import type { AuditSource, RawHeader, RawLog } from "./source/AuditSource.ts";
import { headerHash } from "./source/headerHash.ts";

/** Blocks of one question for logs. */
const SPAN = 50_000;
/** Questions that are open at the same time. */
const WIDTH = 16;

/** The logs of the suite up to the head, and what is wrong with them in themselves. */
export type RawHistory = {
  /** Each once, in the order of the chain. */
  readonly logs: readonly IndexLog[];
  /** Logs that the node gave twice, or out of order. */
  readonly misplaced: readonly RawLog[];
  /** Headers of blocks with logs that do not give their hash. */
  readonly unproven: readonly RawHeader[];
  /** Number of headers that were checked. */
  readonly headers: number;
  readonly goneBefore: number | undefined;
};

/**
 * Reads all logs of the suite. A node may have dropped old blocks: then it reads those that are left.
 *
 * @throws BLOCK_ORPHANED when a log is from another block than the chain has: the chain changed meanwhile.
 */
export async function readHistory(
  source: AuditSource,
  { contracts }: Deployment,
  onProgress: (done: number, of: number) => void,
): Promise<RawHistory> {
  const names = Object.keys(contracts) as ContractName[];
  const byAddress = new Map(names.map((name) => [contracts[name].address.toLowerCase(), name]));
  const start = Math.min(...names.map((name) => contracts[name].block));
  const { number: to } = source.head;
  const from = await firstKept(source, Math.min(start, to));
  const raw: RawLog[] = [];
  for (let at = from; at <= to; at += SPAN) {
    const end = Math.min(at + SPAN - 1, to);
    const span = await source.answer({ ask: "logs", from: at, to: end });
    if (span === null) throw new DoorkeyError("CHAIN_REFUSED", { details: [`The node has no logs of block ${end}.`] });
    for (const log of span) raw.push(log);
    onProgress(end - from + 1, to - from + 1);
  }
  const { kept, misplaced } = inOrder(raw);
  const headers = await headersOf(source, kept);
  const logs = kept.map((log): IndexLog => {
    const contract = byAddress.get(log.address.toLowerCase());
    const header = headers.get(log.blockNumber);
    if (contract === undefined || header?.hash !== log.blockHash) throw orphaned(log);
    const { topics, data, blockNumber, blockHash, transactionHash, index } = log;
    return {
      contract,
      topics,
      data,
      blockNumber,
      blockHash,
      timestamp: Number(header.timestamp),
      transactionHash,
      index,
    };
  });
  const unproven = [...headers.values()].filter((header) => headerHash(header) !== header.hash);
  return { logs, misplaced, unproven, headers: headers.size, goneBefore: from > start ? from : undefined };
}

/** The first block from `start` on of which the node has the logs. */
async function firstKept(source: AuditSource, start: number): Promise<number> {
  const { number: head } = source.head;
  if (await hasLogs(source, start)) return start;
  let [gone, kept] = [start, head];
  while (kept - gone > 1) {
    const middle = (gone + kept) >> 1;
    if (await hasLogs(source, middle)) kept = middle;
    else gone = middle;
  }
  return kept;
}

async function hasLogs(source: AuditSource, number: number): Promise<boolean> {
  if (number === source.head.number) return true;
  if ((await source.answer({ ask: "block", number })) === null) return false;
  return (await source.answer({ ask: "logs", from: number, to: number })) !== null;
}

/** Logs in the order of the chain, each place once; and those that another log came before. */
function inOrder(raw: readonly RawLog[]): { readonly kept: RawLog[]; readonly misplaced: RawLog[] } {
  const [kept, misplaced]: [RawLog[], RawLog[]] = [[], []];
  for (const log of raw) {
    const last = kept.at(-1);
    const follows =
      last === undefined ||
      log.blockNumber > last.blockNumber ||
      (log.blockNumber === last.blockNumber && log.index > last.index);
    (follows ? kept : misplaced).push(log);
  }
  return { kept, misplaced };
}

async function headersOf(source: AuditSource, logs: readonly RawLog[]): Promise<Map<number, RawHeader>> {
  const numbers = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  const headers = await mapBounded(numbers, WIDTH, (number) => source.answer({ ask: "block", number }));
  return new Map(headers.flatMap((header, i) => (header === null ? [] : [[numbers[i] as number, header] as const])));
}

function orphaned({ blockNumber, blockHash }: RawLog): DoorkeyError {
  const details = [`A log is from block ${blockNumber} with the hash ${blockHash as Hex}, which is not in the chain.`];
  return new DoorkeyError("BLOCK_ORPHANED", { details });
}
