import { BLOCK_REF, type BlockRef } from "../core/BlockRef.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { fields, list, type Shape } from "../core/shape.ts";
import { INDEX_LOG, type IndexLog } from "./IndexLog.ts";

/** Logs of the blocks up to `to`, since the piece before. */
export type IndexPiece = { readonly to: BlockRef; readonly logs: readonly IndexLog[] };

export const INDEX_PIECE: Shape<IndexPiece> = fields({ to: BLOCK_REF, logs: list(INDEX_LOG) });

/**
 * Where an index keeps what it has read: logs, nothing else. The state is made of them again, so a store can be neither
 * ahead nor behind of it, and going back behind a reorg is leaving logs out.
 */
export type IndexStore = {
  /** All pieces, in their order. INDEX_STORE_BROKEN when they are of another suite. */
  load(suite: SuiteRef): Promise<readonly IndexPiece[]>;
  append(piece: IndexPiece): Promise<void>;
  /** Forgets all pieces, and keeps these. */
  replace(pieces: readonly IndexPiece[]): Promise<void>;
};
