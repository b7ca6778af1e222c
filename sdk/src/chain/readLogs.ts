import { assertUint } from "../core/integers.ts";
import { pause } from "../core/pause.ts";
import { fromNode } from "./fromNode.ts";
import { type BlockRange, type NodeRefusal, nodeRefusal } from "./nodeRefusal.ts";

/** A filter as `eth_getLogs` takes it, without the blocks. */
export type LogFilter = {
  readonly address: string | string[];
  readonly topics?: (string | string[] | null)[];
};

/** What gives logs: an ethers provider, or a client with the same function. */
export type LogSource<log, filter> = { getLogs(filter: filter & BlockRange): Promise<readonly log[]> };

/** Most blocks of a query. */
const LARGEST_SPAN = 50_000;

/** Answers after which a span that was halved is doubled again. */
const GROWS_AFTER = 4;

/** Most answers before a span grows again: each limit that the reader meets twice doubles their number. */
const GROWS_AFTER_AT_MOST = 64;

/** Longest time for which a busy node is asked the same again, in milliseconds. */
const PATIENCE = 60_000;

/** Milliseconds before a busy node is asked again: at first, and at most. */
const FIRST_WAIT = 250;
const LAST_WAIT = 8_000;

/**
 * Reads the logs of the blocks [fromBlock, toBlock], in the order of the chain. Nodes limit how much they answer at
 * once, each in words of its own: the reader then asks for less, for the blocks that the node suggests if it names some,
 * and for more again after a few answers. A busy node is asked the same again after a while, because less would only be
 * more questions.
 *
 * @param source An ethers provider, or any client with its `getLogs`.
 * @param options.newestFirst Reads from the newest span back to the oldest. Logs within a span keep their order.
 * @param options.blocks Most blocks of one query. Defaults to 50,000.
 * @param options.patience Longest time for which a busy node is asked again, in milliseconds. Defaults to 60,000.
 * @throws CHAIN_BUSY when the node stays busy; CHAIN_REFUSED when it refuses for another reason, or refuses one block;
 * CHAIN_UNREACHABLE; VALUE_INVALID for blocks that are not whole numbers.
 * @example
 * import { JsonRpcProvider } from "ethers";
 * import { type Address, readLogs } from "doorkey";
 *
 * async function countLogs(address: Address, toBlock: number) {
 *   const provider = new JsonRpcProvider("http://127.0.0.1:8545");
 *   let count = 0;
 *   for await (const _ of readLogs(provider, { address }, 0, toBlock)) count++;
 *   return count;
 * }
 */
export async function* readLogs<log, filter extends object>(
  source: LogSource<log, NoInfer<filter>>,
  filter: filter,
  fromBlock: number,
  toBlock: number,
  { newestFirst = false, blocks = LARGEST_SPAN, patience = PATIENCE, wait = pause }: readLogs.Options = {},
): AsyncGenerator<log, void, void> {
  assertUint("fromBlock", fromBlock, 53);
  assertUint("toBlock", toBlock, 53);
  assertUint("blocks", blocks, 53);
  const span = growingSpan(Math.max(1, blocks));
  let left: BlockRange = { fromBlock, toBlock };
  while (left.fromBlock <= left.toBlock) {
    const asked = newestFirst ? lastOf(left, span.blocks()) : firstOf(left, span.blocks());
    const answer = await ask(() => source.getLogs({ ...filter, ...asked }), { patience, wait });
    if (answer.refusal !== undefined) {
      if (asked.fromBlock === asked.toBlock) throw fromNode(answer.error);
      span.shrink(asked, answer.refusal.suggested);
      continue;
    }
    yield* answer.logs;
    span.grow();
    left = newestFirst
      ? { fromBlock: left.fromBlock, toBlock: asked.fromBlock - 1 }
      : { fromBlock: asked.toBlock + 1, toBlock: left.toBlock };
  }
}

export declare namespace readLogs {
  type Options = {
    readonly newestFirst?: boolean | undefined;
    readonly blocks?: number | undefined;
    readonly patience?: number | undefined;
    /** Waits so many milliseconds. Defaults to the clock of the process. */
    readonly wait?: ((duration: number) => Promise<void>) | undefined;
  };
}

type TooLarge = Extract<NodeRefusal, { readonly kind: "too-large" }>;

type Patience = { readonly patience: number; readonly wait: (duration: number) => Promise<void> };

type Answer<log> =
  | { readonly logs: readonly log[]; readonly refusal?: undefined }
  | { readonly refusal: TooLarge; readonly error: unknown };

/** The node's answer. While it is busy, asks the same again: after twice the time, less up to a half at random. */
async function ask<log>(question: () => Promise<readonly log[]>, { patience, wait }: Patience): Promise<Answer<log>> {
  let waited = 0;
  for (let longest = FIRST_WAIT; ; longest = Math.min(2 * longest, LAST_WAIT)) {
    try {
      return { logs: await question() };
    } catch (error) {
      const refusal = nodeRefusal(error);
      if (refusal?.kind === "too-large") return { refusal, error };
      if (refusal === undefined || waited >= patience) throw fromNode(error);
    }
    // Readers that were refused together do not come back together.
    const duration = longest * (1 - Math.random() / 2);
    waited += duration;
    await wait(duration);
  }
}

/** How many blocks to ask for: fewer after each refusal, more after a few answers. */
function growingSpan(most: number) {
  let blocks = most;
  let answers = 0;
  let growsAfter = GROWS_AFTER;
  let isTrying = false;
  return {
    blocks: () => blocks,
    shrink: (asked: BlockRange, suggested: BlockRange | undefined) => {
      const width = asked.toBlock - asked.fromBlock + 1;
      const offered = suggested === undefined ? width : suggested.toBlock - suggested.fromBlock + 1;
      // A limit that is met right after growing is likely to stay.
      if (isTrying) growsAfter = Math.min(2 * growsAfter, GROWS_AFTER_AT_MOST);
      blocks = offered < width ? offered : Math.ceil(width / 2);
      answers = 0;
      isTrying = false;
    },
    grow: () => {
      answers++;
      if (isTrying) growsAfter = GROWS_AFTER;
      isTrying = false;
      if (answers < growsAfter || blocks === most) return;
      blocks = Math.min(2 * blocks, most);
      answers = 0;
      isTrying = true;
    },
  };
}

function firstOf({ fromBlock, toBlock }: BlockRange, blocks: number): BlockRange {
  return { fromBlock, toBlock: Math.min(fromBlock + blocks - 1, toBlock) };
}

function lastOf({ fromBlock, toBlock }: BlockRange, blocks: number): BlockRange {
  return { fromBlock: Math.max(toBlock - blocks + 1, fromBlock), toBlock };
}
