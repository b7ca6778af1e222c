import type { GrantItem } from "./GrantItem.ts";

/** Rights whose records fit the code of one store; see Records of the contracts. */
const MAX_STANDING = 1_228;
const MAX_SEATED = 1_068;
/** Items that one call has at most, because each has a right. */
export const MOST_ITEMS = MAX_STANDING;
/** Most gas of a call: relays accept requests of 12 million. */
const MAX_CALL_GAS = 11_000_000;
/** Most gas of a right, of one with a person, and of each word of 128 seats that a batch changes; see docs/performance.md. */
const RIGHT_GAS = 5_800;
const TAGGED_GAS = 55_000;
const WORD_GAS = 22_500;
const SEATS_OF_WORD = 128;
/** Most bytes of records and evidence: nodes accept transactions of 128 KiB, relays calls of 96 KiB. */
const MAX_CALL_BYTES = 90_000;
/** Most bytes of a whole call, hook data included: a node's 128 KiB less what surrounds the call. */
export const MAX_DATA_BYTES = 130_000;

/** How many of these items of one class, the first ones, fit one call; at least one. All have evidence, or none. */
export function countFitting(items: readonly GrantItem[]): number {
  let [bytes, gas, rights] = [0, 0, 0];
  for (const [i, item] of items.entries()) {
    bytes += callBytes(item);
    gas += callGas(item, items[i - 1]);
    rights += item.quantity;
    const fits = bytes <= MAX_CALL_BYTES && gas <= MAX_CALL_GAS && rights <= maxRights(item);
    if (!fits) return Math.max(1, i);
  }
  return items.length;
}

function maxRights({ seats }: GrantItem): number {
  return seats.length > 0 ? MAX_SEATED : MAX_STANDING;
}

/** Bytes of an item in a call. */
function callBytes({ quantity, evidence }: GrantItem): number {
  // A record; the ABI encoding adds an offset, a length and padding to each evidence.
  return 23 * quantity + evidence.reduce((bytes, one) => bytes + one.length / 2 + 95, 0);
}

/** Gas of an item in a call, after another item. A seat in the word of the seat before it costs no word. */
function callGas({ quantity, seats, evidence }: GrantItem, before: GrantItem | undefined): number {
  let last = wordOf(before?.seats.at(-1));
  let words = 0;
  for (const seat of seats) {
    if (wordOf(seat) !== last) words++;
    last = wordOf(seat);
  }
  return quantity * (evidence.length > 0 ? TAGGED_GAS : RIGHT_GAS) + words * WORD_GAS;
}

function wordOf(seat: number | undefined): number | undefined {
  return seat === undefined ? undefined : Math.floor(seat / SEATS_OF_WORD);
}
