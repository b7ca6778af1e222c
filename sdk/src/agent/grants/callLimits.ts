import type { GrantItem } from "./GrantItem.ts";
import { countRights } from "./itemOrder.ts";

/** Rights whose records fit the code of one store, see Records of the contracts. */
const MAX_STANDING = 1_228;
const MAX_SEATED = 1_068;
/** Persons that one call checks: each takes up to 49,000 gas, and relays take requests of 12 million. */
const MAX_TAGGED = 200;
/** Most bytes of records and evidence: nodes take transactions of 128 KiB, relays calls of 96 KiB. */
export const MAX_CALL_BYTES = 90_000;
/** Most bytes of a whole call, hook data included: a node's 128 KiB less what surrounds the call. */
export const MAX_DATA_BYTES = 130_000;

/** Whether items of one class, all with evidence or all without, fit one call. */
export function fitsOneCall(items: readonly GrantItem[]): boolean {
  return (
    countRights(items) <= maxRights(items[0]) &&
    items.reduce((bytes, item) => bytes + callBytes(item), 0) <= MAX_CALL_BYTES
  );
}

/** How many rights one call grants at most to items like this one. */
export function maxRights(item: GrantItem | undefined): number {
  if (item !== undefined && item.evidence.length > 0) return MAX_TAGGED;
  return item !== undefined && item.seats.length > 0 ? MAX_SEATED : MAX_STANDING;
}

/** Bytes that an item takes in a call. */
export function callBytes({ quantity, evidence }: GrantItem): number {
  // A record; in an ABI encoding each evidence comes with its offset, its length and padding.
  return 23 * quantity + evidence.reduce((bytes, one) => bytes + one.length / 2 + 95, 0);
}
