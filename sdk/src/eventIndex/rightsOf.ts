import { assertHex } from "../core/assertHex.ts";
import type { Address } from "../core/Hex.ts";
import type { IndexState } from "./IndexState.ts";
import { type IndexedRight, indexedRight } from "./indexedRight.ts";

/**
 * The rights that a key holds, in the order in which it came to them: void and admitted ones too. What a lost pass is
 * made of again.
 *
 * @throws VALUE_INVALID when `holder` is no address.
 * @example
 * import type { Address } from "doorkey";
 * import { rightsOf, type IndexState } from "doorkey/event-index";
 *
 * const mayEnter = (state: IndexState, holder: Address) =>
 *   rightsOf(state, { holder }).filter(({ status }) => status === "granted" || status === "rebound");
 */
export function rightsOf(state: IndexState, { holder }: rightsOf.Parameters): IndexedRight[] {
  assertHex("holder", holder, 20);
  return [...(state.holders.get(holder.toLowerCase()) ?? [])].flatMap(
    (rightId) => indexedRight(state, { rightId }) ?? [],
  );
}

export declare namespace rightsOf {
  type Parameters = { readonly holder: Address };
}
