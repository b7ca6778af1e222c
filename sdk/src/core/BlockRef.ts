import type { Hex } from "./Hex.ts";
import { fields, hexOf, type Shape, whole } from "./shape.ts";

/** A block by number and hash. While it is in the chain, every block before it is too. */
export type BlockRef = { readonly number: number; readonly hash: Hex };

export const BLOCK_REF: Shape<BlockRef> = fields({ number: whole(0), hash: hexOf(32) });
