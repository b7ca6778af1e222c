import type { GrantItem } from "./GrantItem.ts";
import { countRights } from "./grantCall.ts";

/** Rights whose records fit the code of one store; see Records of the contracts. */
const MAX_STANDING = 1_228;
const MAX_SEATED = 1_068;
/** Persons that one call checks: each needs up to 49,000 gas, and relays accept requests of 12 million. */
const MAX_TAGGED = 200;
/** Bytes of records and evidence: nodes accept transactions of 128 KiB, relays calls of 96 KiB. */
export const MAX_CALL_BYTES = 90_000;

/** Whether items of one class, all with evidence or all without, fit one call. */
export function fitsOneCall(items: readonly GrantItem[]): boolean {
  return (
    countRights(items) <= maxRights(items[0]) &&
    items.reduce((bytes, item) => bytes + callBytes(item), 0) <= MAX_CALL_BYTES
  );
}

/** The most rights of items like this one that one call grants. */
export function maxRights(item: GrantItem | undefined): number {
  if (item !== undefined && item.evidence.length > 0) return MAX_TAGGED;
  return item !== undefined && item.seats.length > 0 ? MAX_SEATED : MAX_STANDING;
}

/** Bytes of an item in a call. */
export function callBytes({ quantity, evidence }: GrantItem): number {
  // A record; the ABI encoding adds an offset, a length and padding to each evidence.
  return 23 * quantity + evidence.reduce((bytes, one) => bytes + one.length / 2 + 95, 0);
}
