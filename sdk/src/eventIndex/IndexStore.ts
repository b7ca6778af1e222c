import { BLOCK_REF, type BlockRef } from "../core/BlockRef.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { fields, list, type Shape } from "../core/shape.ts";
import { INDEX_LOG, type IndexLog } from "./IndexLog.ts";

/** Logs of the blocks up to `to`, since the previous piece. */
export type IndexPiece = { readonly to: BlockRef; readonly logs: readonly IndexLog[] };

export const INDEX_PIECE: Shape<IndexPiece> = fields({ to: BLOCK_REF, logs: list(INDEX_LOG) });

/**
 * Where an index stores what it has read: only logs. The state is always made from them, so a store can never be ahead
 * of it or behind it, and to go back behind a reorg means to drop logs.
 */
export type IndexStore = {
  /** All pieces of the suite, in their order. A store of one suite rejects another with INDEX_STORE_BROKEN. */
  load(suite: SuiteRef): Promise<readonly IndexPiece[]>;
  append(piece: IndexPiece): Promise<void>;
  /** Replaces all pieces by these. */
  replace(pieces: readonly IndexPiece[]): Promise<void>;
};
