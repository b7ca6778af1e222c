import type { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { GrantItem } from "./GrantItem.ts";
import { inSeatOrder, rightsIn } from "./grantCall.ts";
import type { Grantable } from "./Ledger.ts";

/** Items of one class that are granted by one call. */
export type Batch<item extends Grantable> = {
  readonly classId: number;
  readonly items: readonly item[];
  readonly attempts: number;
  /** Why the last attempt came to nothing. */
  readonly failure?: DoorkeyError | undefined;
};

/** Records that the code of one store holds, see Records of the contracts. */
const MAX_STANDING = 1_228;
const MAX_SEATED = 1_068;
/** Persons that are looked into by one call: each takes up to 49,000 gas, and relays take requests of 12 million. */
const MAX_TAGGED = 200;
/** Bytes of records and evidence: nodes take transactions of 128 KiB, relays calls of 96. */
const MAX_BYTES = 90_000;

/** Whether items of one class, all with evidence or all without, fit one call. */
export function fitsOneCall(items: readonly GrantItem[]): boolean {
  return rightsIn(items) <= limitFor(items[0]) && items.reduce((bytes, item) => bytes + bytesOf(item), 0) <= MAX_BYTES;
}

function limitFor(item: GrantItem | undefined): number {
  if (item !== undefined && item.evidence.length > 0) return MAX_TAGGED;
  return item !== undefined && item.seats.length > 0 ? MAX_SEATED : MAX_STANDING;
}

function bytesOf({ quantity, evidence }: GrantItem): number {
  // A record; in an ABI encoding each evidence comes with its offset, its length and padding.
  return 23 * quantity + evidence.reduce((bytes, one) => bytes + one.length / 2 + 95, 0);
}

/**
 * Items in as few calls as may be: those of a class together, with and without evidence apart since a batch is tagged in
 * full or not at all, in the order of their seats.
 */
export function cutBatches<item extends Grantable>(items: readonly item[]): Batch<item>[] {
  const groups = Map.groupBy(items, ({ classId, evidence }) => `${classId} ${evidence.length > 0}`);
  return [...groups.values()].flatMap((group) => {
    const classId = group[0]?.classId ?? 0;
    return cut(inSeatOrder(group)).map((part) => ({ classId, items: part, attempts: 0 }));
  });
}

function cut<item extends Grantable>(items: readonly item[]): item[][] {
  const parts: item[][] = [];
  let part: item[] = [];
  let [rights, bytes] = [0, 0];
  for (const item of items) {
    rights += item.quantity;
    bytes += bytesOf(item);
    if (part.length === 0 || rights > limitFor(item) || bytes > MAX_BYTES) {
      part = [];
      parts.push(part);
      [rights, bytes] = [item.quantity, bytesOf(item)];
    }
    part.push(item);
  }
  return parts;
}

/** The batch in two halves; for what is too large, or refused because of one item. */
export function halves<item extends Grantable>({ items, ...batch }: Batch<item>): [Batch<item>, Batch<item>] {
  const middle = Math.ceil(items.length / 2);
  return [
    { ...batch, items: items.slice(0, middle) },
    { ...batch, items: items.slice(middle) },
  ];
}
