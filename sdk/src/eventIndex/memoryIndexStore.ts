import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import type { IndexPiece, IndexStore } from "./IndexStore.ts";

/**
 * A store that is lost with the process: the next process reads the chain again.
 *
 * @example
 * import type { Connection } from "doorkey";
 * import { followSuite, memoryIndexStore } from "doorkey/event-index";
 *
 * const follow = (connection: Connection) => followSuite(connection, { store: memoryIndexStore() });
 */
export function memoryIndexStore(): IndexStore {
  let known: SuiteRef | undefined;
  let kept: IndexPiece[] = [];
  return {
    load: async (suite) => {
      known ??= suite;
      assertSameSuite(known, suite);
      return [...kept];
    },
    append: async (piece) => void kept.push(piece),
    replace: async (pieces) => {
      kept = [...pieces];
    },
  };
}

export function assertSameSuite(known: SuiteRef, suite: SuiteRef): void {
  if (known.chainId === suite.chainId && known.rightsRegistry.toLowerCase() === suite.rightsRegistry.toLowerCase())
    return;
  const details = [`It belongs to ${known.rightsRegistry} on chain ${known.chainId}.`];
  throw new DoorkeyError("INDEX_STORE_BROKEN", { details });
}
