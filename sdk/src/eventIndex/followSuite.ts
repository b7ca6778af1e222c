import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { pause } from "../core/pause.ts";
import { applyLog } from "./applyLog.ts";
import { emptyIndex, type IndexState } from "./IndexState.ts";
import type { IndexPiece, IndexStore } from "./IndexStore.ts";
import { memoryIndexStore } from "./memoryIndexStore.ts";
import { piecesInChain } from "./piecesInChain.ts";
import { readPiece } from "./readPiece.ts";

/** Blocks of one piece, the most that are read again after a crash. */
const SPAN = 50_000;
/** Most attempts to read a chain that changes during each of them. */
const ATTEMPTS = 5;
/** Milliseconds between two reads of the chain. */
const EVERY = 4_000;

/** An index that follows the chain. */
export type SuiteFollower = {
  /** The state of the chain at `cursor`. Another object after a reorg. */
  readonly state: IndexState;
  /** The last block that was read; undefined before the first. */
  readonly cursor: BlockRef | undefined;
  /** Reads the new blocks of the chain. */
  catchUp(): Promise<CaughtUp>;
  /** Catches up again and again until `signal` aborts, and yields each change. Waits for an unreachable node. */
  follow(options?: { readonly signal?: AbortSignal; readonly every?: number }): AsyncGenerator<CaughtUp, void, void>;
};

/** The result of catching up. */
export type CaughtUp = {
  readonly to: BlockRef | undefined;
  /** Number of logs that were read. */
  readonly logs: number;
  /** Whether a reorg removed blocks that had been read before. */
  readonly rolledBack: boolean;
};

/**
 * An index of the suite, made from its logs alone: organizers, agents, events, allotments, and rights with their
 * status. It resumes where its store ends. It finds a reorg of any depth by the hashes of blocks: it drops the logs of
 * blocks that left the chain, and makes the state again from those that stay.
 *
 * @param options.store Where to keep what was read. Defaults to memory.
 * @param options.from First block. Defaults to the block in which the suite was deployed.
 * @param options.confirmations Blocks to stay behind the newest one. Defaults to 0.
 * @throws INDEX_STORE_BROKEN; from catching up INDEX_INCOMPLETE, INDEX_LOG_UNKNOWN, CHAIN_UNREACHABLE, and BLOCK_ORPHANED
 * when the chain keeps changing.
 * @example
 * import type { Connection } from "doorkey";
 * import { conductOf, fileIndexStore, followSuite } from "doorkey/event-index";
 *
 * async function watch(connection: Connection, agentId: number, signal: AbortSignal) {
 *   const index = await followSuite(connection, { store: await fileIndexStore("doorkey-index.jsonl") });
 *   for await (const { to } of index.follow({ signal })) {
 *     console.log(to?.number, conductOf(index.state, { agentId }).granted);
 *   }
 * }
 */
export async function followSuite(
  connection: Connection,
  parameters: followSuite.Options = {},
): Promise<SuiteFollower> {
  const { store = memoryIndexStore(), from, confirmations = 0 } = checked(connection, parameters);
  const suite = { chainId: connection.chainId, rightsRegistry: connection.rightsRegistry };
  const start = from ?? Math.min(...Object.values(connection.deployment.contracts).map(({ block }) => block));
  let state = emptyIndex();
  let cursor: BlockRef | undefined;
  /** Whether state and cursor match the store. */
  let loaded = false;

  function take({ to, logs }: IndexPiece): void {
    for (const log of logs) applyLog(state, log);
    cursor = to;
  }

  function replay(pieces: readonly IndexPiece[]): void {
    [state, cursor] = [emptyIndex(), undefined];
    for (const piece of pieces) take(piece);
    loaded = true;
  }

  async function rollBack(): Promise<void> {
    loaded = false;
    const kept = await piecesInChain(connection, await store.load(suite));
    await store.replace(kept);
    replay(kept);
  }

  async function readOn(piece: IndexPiece): Promise<void> {
    // If anything fails here, the next call starts from the store.
    loaded = false;
    take(piece);
    await store.append(piece);
    loaded = true;
  }

  async function catchUp(): Promise<CaughtUp> {
    if (!loaded) replay(await store.load(suite));
    const head = (await askChain(() => connection.provider.getBlockNumber())) - confirmations;
    let [logs, rolledBack, attempts] = [0, false, 0];
    for (;;) {
      if (cursor !== undefined && !(await isInChain(connection, cursor))) {
        await rollBack();
        rolledBack = true;
      }
      const next: number = cursor === undefined ? start : cursor.number + 1;
      if (next > head) return { to: cursor, logs, rolledBack };
      const before = cursor;
      const piece = await readPiece(connection, next, Math.min(next + SPAN - 1, head));
      if (piece !== undefined && (before === undefined || (await isInChain(connection, before)))) {
        await readOn(piece);
        logs += piece.logs.length;
      } else if (++attempts === ATTEMPTS) {
        throw new DoorkeyError("BLOCK_ORPHANED", { details: [`The change is at block ${next} or later.`] });
      }
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  const follower: SuiteFollower = {
    get state() {
      return state;
    },
    get cursor() {
      return cursor;
    },
    catchUp: () => {
      const mine = turn.then(catchUp, catchUp);
      turn = mine;
      return mine;
    },
    async *follow({ signal, every = EVERY } = {}) {
      while (!signal?.aborted) {
        const news = await follower.catchUp().catch(unlessRetryable);
        if (news !== undefined && (news.logs > 0 || news.rolledBack)) yield news;
        await pause(every, signal);
      }
    },
  };
  replay(await store.load(suite));
  return follower;
}

export declare namespace followSuite {
  type Options = {
    readonly store?: IndexStore | undefined;
    readonly from?: number | undefined;
    readonly confirmations?: number | undefined;
  };
}

function unlessRetryable(error: unknown): undefined {
  if (isDoorkeyError(error) && error.retryable) return undefined;
  throw error;
}
