import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import { DoorkeyError, isDoorkeyError } from "../core/DoorkeyError.ts";
import { pause } from "../core/pause.ts";
import { applyLog } from "./applyLog.ts";
import { emptyIndex, type IndexState } from "./IndexState.ts";
import type { IndexPiece, IndexStore } from "./IndexStore.ts";
import { memoryIndexStore } from "./memoryIndexStore.ts";
import { piecesInChain } from "./piecesInChain.ts";
import { readPiece } from "./readPiece.ts";

/** Blocks of one piece: what a crash in the middle of reading costs at most. */
const SPAN = 50_000;
/** Chains that change more often than this while they are read are told of. */
const ATTEMPTS = 5;
/** Milliseconds between two looks at the chain. */
const EVERY = 4_000;

/** An index that follows the chain. */
export type SuiteFollower = {
  /** As the chain was at `cursor`. Another object after a reorg. */
  readonly state: IndexState;
  /** The last block that was read; undefined before the first. */
  readonly cursor: BlockRef | undefined;
  /** Reads what the chain has had since. */
  catchUp(): Promise<CaughtUp>;
  /** Catches up again and again, and tells each time that something changed; until `signal`. Waits for a lost node. */
  follow(options?: { readonly signal?: AbortSignal; readonly every?: number }): AsyncGenerator<CaughtUp, void, void>;
};

/** What catching up brought. */
export type CaughtUp = {
  readonly to: BlockRef | undefined;
  /** Logs that were read. */
  readonly logs: number;
  /** Whether a reorg took blocks away that had been read before. */
  readonly rolledBack: boolean;
};

/**
 * An index of the suite, made of its logs alone: organizers, agents, events, allotments, rights and what became of them.
 * It resumes where its store ends. A reorg is found by the hashes of blocks, however deep: the logs of blocks that left
 * the chain are forgotten, and the state is made again from those that stay.
 *
 * @param options.store Where to keep what was read; in memory unless said.
 * @param options.from First block; the one in which the suite was deployed unless said.
 * @param options.confirmations How far to stay behind the newest block: 0 unless said.
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
  { store = memoryIndexStore(), from, confirmations = 0 }: followSuite.Options = {},
): Promise<SuiteFollower> {
  const suite = { chainId: connection.chainId, rightsRegistry: connection.rightsRegistry };
  const start = from ?? Math.min(...Object.values(connection.deployment.contracts).map(({ block }) => block));
  let state = emptyIndex();
  let cursor: BlockRef | undefined;
  /** Whether state and cursor are those of the store. */
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
    // Whatever fails here, the next time starts from what the store has.
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
        throw new DoorkeyError("BLOCK_ORPHANED", { details: [`Somewhere from block ${next} on.`] });
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
