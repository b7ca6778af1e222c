import type { IndexLog, IndexPiece, IndexState, IndexStore } from "doorkey/event-index";
import type { Storage } from "../storage/openStorage.ts";
import { addNews } from "../webhooks/webhookTables.ts";
import { newsIn } from "./newsIn.ts";

/** Makes webhooks of the logs that an index reads. */
export type NewsWatch = {
  /** A store that notes what passes through it. */
  readonly watch: (store: IndexStore) => IndexStore;
  /** Writes the news of the logs that were read since, whose state this is. `block` is the last block of it. */
  readonly catchUp: (state: IndexState, block: number) => void;
};

/**
 * Watches an index for news, each log exactly once, also when the office was killed between two steps: what was written
 * up to which block is one commit. The first office of a database begins at the block that it reads first, because
 * nobody waits for older news.
 *
 * @param of Whose rights, and which events.
 */
export function watchNews(storage: Storage, of: newsIn.Of): NewsWatch {
  let waiting: IndexLog[] = [];

  const written = (): number | undefined => {
    const found = storage.db.prepare("select value from meta where key = 'news_to_block'").get();
    return found === undefined ? undefined : Number(found.value);
  };
  const setWritten = (block: number): void => {
    storage.db.prepare("insert or replace into meta values('news_to_block', ?)").run(String(block));
  };

  function startAgain(pieces: readonly IndexPiece[]): void {
    const block = written() ?? 0;
    waiting = pieces.flatMap(({ logs }) => logs).filter(({ blockNumber }) => blockNumber > block);
  }

  return {
    watch: (store) => ({
      load: async (suite) => {
        const pieces = await store.load(suite);
        startAgain(pieces);
        return pieces;
      },
      append: async (piece) => {
        await store.append(piece);
        waiting.push(...piece.logs);
      },
      replace: async (pieces) => {
        await store.replace(pieces);
        // A reorg: other blocks take the place of those that were read.
        const last = pieces.at(-1)?.to.number ?? 0;
        storage.write(() => {
          if ((written() ?? 0) > last) setWritten(last);
        });
        startAgain(pieces);
      },
    }),
    catchUp: (state, block) => {
      if (waiting.length === 0 && block === written()) return;
      storage.write((db) => {
        if (written() !== undefined) {
          for (const [log, ordinal] of numbered(waiting)) {
            const news = newsIn(log, ordinal, state, of);
            if (news !== undefined) addNews(db, news);
          }
        }
        setWritten(block);
      });
      waiting = [];
    },
  };
}

/** Logs with their place among the logs of their transaction. All logs of a block come together. */
function numbered(logs: readonly IndexLog[]): readonly (readonly [IndexLog, number])[] {
  const counts = new Map<string, number>();
  return logs.map((log) => {
    const ordinal = counts.get(log.transactionHash) ?? 0;
    counts.set(log.transactionHash, ordinal + 1);
    return [log, ordinal] as const;
  });
}
