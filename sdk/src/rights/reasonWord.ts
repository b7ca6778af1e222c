import { encodeBytes32String } from "ethers";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";

/** Most bytes of a reason on chain, without the final zero. */
const MAX_REASON = 31;

/** A reason as the contracts log it: its UTF-8 bytes in one word. Throws VALUE_INVALID if it has more than 31. */
export function reasonWord(reason: string): Hex {
  if (new TextEncoder().encode(reason).length <= MAX_REASON) return encodeBytes32String(reason) as Hex;
  throw new DoorkeyError("VALUE_INVALID", { details: [`reason must have at most ${MAX_REASON} bytes.`] });
}
