import type { Hex } from "./Hex.ts";

/** A block by number and hash: as long as it is in the chain, so is everything before it. */
export type BlockRef = { readonly number: number; readonly hash: Hex };
