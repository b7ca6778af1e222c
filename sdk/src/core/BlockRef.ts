import type { Hex } from "./Hex.ts";

/** A block by number and hash. While it is in the chain, every block before it is too. */
export type BlockRef = { readonly number: number; readonly hash: Hex };
