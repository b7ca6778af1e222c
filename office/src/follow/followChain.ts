import type { Connection } from "doorkey";
import { fileIndexStore, followSuite, type IndexState, type IndexStore } from "doorkey/event-index";
import { sentenceOf } from "doorkey-server";
import type { Logger } from "pino";
import { createHistory, type History } from "./History.ts";

/** The chain as the office read it last. */
export type ChainIndex = {
  readonly state: () => IndexState;
  readonly history: History;
  /** The last block that was read, and when the office read it, in seconds; undefined before the first. */
  readonly head: () => { readonly block: number; readonly readAt: number } | undefined;
  /** Reads the new blocks now. */
  readonly catchUp: () => Promise<void>;
  /** Reads them soon, once for all who ask meanwhile. */
  readonly nudge: () => void;
  /** Calls back after new blocks were read. */
  readonly onNews: (listener: () => void) => void;
  readonly close: () => Promise<void>;
};

/** Milliseconds between two looks at the chain. */
const EVERY_MS = 2_000;

/**
 * Follows the chain from its logs, which are kept in a file. A silent node ends nothing: the index stays where it is.
 *
 * @param options.file A file of JSON lines, made when it is missing.
 * @param options.everyMs Short in tests.
 */
export async function followChain(connection: Connection, options: followChain.Options): Promise<ChainIndex> {
  const { file, logger, now, watch, everyMs = EVERY_MS } = options;
  const history = createHistory();
  const kept = await fileIndexStore(file);
  const index = await followSuite(connection, { store: watch(history.watch(kept)) });
  const listeners: (() => void)[] = [];
  let head: { block: number; readAt: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function catchUp(): Promise<void> {
    const { to, logs, rolledBack } = await index.catchUp();
    history.catchUp(index.state);
    const isNew = to !== undefined && to.number !== head?.block;
    if (to !== undefined) head = { block: to.number, readAt: now() };
    if (isNew || logs > 0 || rolledBack) for (const listener of listeners) listener();
  }

  let turn: Promise<void> = Promise.resolve();
  async function look(): Promise<void> {
    turn = catchUp().catch((error: unknown) => logger.warn({ msg: "the chain was not read", why: sentenceOf(error) }));
    await turn;
    if (!isClosed) timer = setTimeout(() => void look(), everyMs).unref();
  }
  await look();

  let nudged: Promise<void> | undefined;
  function nudge(): void {
    nudged ??= Promise.resolve()
      .then(catchUp)
      // The next look reads them.
      .catch(() => {})
      .finally(() => {
        nudged = undefined;
      });
  }

  return {
    state: () => index.state,
    history,
    head: () => head,
    catchUp,
    nudge,
    onNews: (listener) => void listeners.push(listener),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([turn, nudged]);
      await kept.close();
    },
  };
}

export declare namespace followChain {
  type Options = {
    readonly file: string;
    readonly logger: Logger;
    readonly now: () => number;
    /** A store that notes what passes through it. */
    readonly watch: (store: IndexStore) => IndexStore;
    readonly everyMs?: number | undefined;
  };
}
