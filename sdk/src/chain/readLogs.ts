import type { Log, Provider } from "ethers";
import { askChain } from "./fromNode.ts";

/** A filter as `eth_getLogs` takes it, without the blocks. */
export type LogFilter = {
  readonly address: string | string[];
  readonly topics?: (string | string[] | null)[];
};

/** Blocks of the first query; halved for nodes that give less, down to one. */
const SPAN = 50_000;

/**
 * Logs of the blocks [fromBlock, toBlock], in the order of the chain. Nodes limit how much they answer at once, so a
 * query is halved until the node answers.
 */
export async function* readLogs(
  provider: Provider,
  filter: LogFilter,
  fromBlock: number,
  toBlock: number,
): AsyncGenerator<Log, void, void> {
  let span = SPAN;
  for (let from = fromBlock; from <= toBlock; ) {
    const to = Math.min(from + span - 1, toBlock);
    const logs = await logsOrLimit(provider, { ...filter, fromBlock: from, toBlock: to }, span === 1);
    if (logs === undefined) {
      span = Math.ceil(span / 2);
      continue;
    }
    yield* logs;
    from = to + 1;
  }
}

/** The logs, or undefined when the node refuses to answer so much at once. */
async function logsOrLimit(
  provider: Provider,
  filter: LogFilter & { readonly fromBlock: number; readonly toBlock: number },
  last: boolean,
): Promise<Log[] | undefined> {
  try {
    return await askChain(() => provider.getLogs(filter));
  } catch (error) {
    if (!last && isLimit(error)) return undefined;
    throw error;
  }
}

/** Words of a node's limit, which differ by provider. Other errors do not use them, except BUSY. */
const LIMIT = /limit|range|too many|more than|exceed|response size/i;

/** What ethers throws when a busy node has refused it too often. Smaller queries would only be more queries. */
const BUSY = /^exceeded maximum retry limit/;

/** Levels of nested errors at which nodes, ethers and this package put the message. */
const DEPTH = 4;

function isLimit(error: unknown, depth = DEPTH): boolean {
  if (typeof error !== "object" || error === null || depth === 0) return false;
  const { message, error: inner, cause } = error as Readonly<Record<string, unknown>>;
  const said = String(message);
  return (LIMIT.test(said) && !BUSY.test(said)) || isLimit(inner, depth - 1) || isLimit(cause, depth - 1);
}
