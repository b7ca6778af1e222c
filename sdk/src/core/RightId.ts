import { given } from "./given.ts";
import { assertBigint, assertUint } from "./integers.ts";

/** An entry right: `event 32 | batch 21 | index 11`, most significant first. Batches and indices count from 0. */
export type RightId = bigint;

/**
 * Packs a right id from its parts.
 *
 * @throws VALUE_INVALID when a part does not fit.
 * @example
 * import { packRightId } from "doorkey";
 *
 * const rightId = packRightId({ eventId: 7, batch: 0, index: 3 });
 */
export function packRightId(parts: packRightId.Parts): RightId {
  const { eventId, batch, index } = given("parts", parts);
  assertUint("eventId", eventId, 32);
  assertUint("batch", batch, 21);
  assertUint("index", index, 11);
  return (BigInt(eventId) << 32n) | (BigInt(batch) << 11n) | BigInt(index);
}

export declare namespace packRightId {
  type Parts = { readonly eventId: number; readonly batch: number; readonly index: number };
}

/**
 * Splits a right id into its parts.
 *
 * @throws VALUE_INVALID when it is not below 2^64.
 * @example
 * import { unpackRightId } from "doorkey";
 *
 * const { eventId, batch, index } = unpackRightId(30064771075n); // 7, 0, 3
 */
export function unpackRightId(rightId: RightId): packRightId.Parts {
  assertBigint("rightId", rightId, 64);
  return {
    eventId: Number(rightId >> 32n),
    batch: Number((rightId >> 11n) & 0x1fffffn),
    index: Number(rightId & 0x7ffn),
  };
}

/** `count` consecutive rights from `first` on, as one order has them. */
export function rightsFrom(first: RightId, count: number): RightId[] {
  return Array.from({ length: count }, (_, i) => first + BigInt(i));
}
