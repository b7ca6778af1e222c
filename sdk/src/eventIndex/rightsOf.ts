import { assertHex } from "../core/assertHex.ts";
import { given } from "../core/given.ts";
import { assertState } from "./assertState.ts";
import type { IndexState } from "./IndexState.ts";
import { type IndexedRight, indexedRight } from "./indexedRight.ts";

/**
 * The rights that a key holds, in the order in which it got them, with those that are void or admitted. A lost pass can
 * be made again from them.
 *
 * @throws VALUE_INVALID if `holder` is not an address.
 * @example
 * import type { Address } from "doorkey";
 * import { rightsOf, type IndexState } from "doorkey/event-index";
 *
 * const mayEnter = (state: IndexState, holder: Address) =>
 *   rightsOf(state, { holder }).filter(({ status }) => status === "granted" || status === "rebound");
 */
export function rightsOf(state: IndexState, parameters: rightsOf.Parameters): IndexedRight[] {
  assertState(state);
  const { holder } = given("parameters", parameters);
  assertHex("holder", holder, 20);
  return [...(state.holders.get(holder.toLowerCase()) ?? [])].flatMap(
    (rightId) => indexedRight(state, { rightId }) ?? [],
  );
}

export declare namespace rightsOf {
  type Parameters = { readonly holder: string };
}
