import type { DoorkeyError } from "../../core/DoorkeyError.ts";
import { countFitting, MOST_ITEMS } from "./grantLimits.ts";
import { sortBySeat } from "./itemOrder.ts";
import type { Grantable } from "./Ledger.ts";

/** Items of one class for one call. */
export type Batch<item extends Grantable> = {
  readonly classId: number;
  readonly items: readonly item[];
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly failure?: DoorkeyError | undefined;
};

/**
 * Cuts items into as few calls as possible: by class, with and without evidence apart since a batch is tagged in
 * full or not at all, in the order of their seats.
 */
export function cutBatches<item extends Grantable>(items: readonly item[]): Batch<item>[] {
  const groups = Map.groupBy(items, ({ classId, evidence }) => `${classId} ${evidence.length > 0}`);
  return [...groups.values()].flatMap((group) => {
    const classId = group[0]?.classId ?? 0;
    return cut(sortBySeat(group)).map((part) => ({ classId, items: part, attempts: 0 }));
  });
}

function cut<item extends Grantable>(items: readonly item[]): item[][] {
  const parts: item[][] = [];
  for (let from = 0; from < items.length; ) {
    const rest = items.slice(from, from + MOST_ITEMS);
    const part = rest.slice(0, countFitting(rest));
    parts.push(part);
    from += part.length;
  }
  return parts;
}

/** Halves a batch that is too large, or that was refused because of one item. */
export function halveBatch<item extends Grantable>({ items, ...batch }: Batch<item>): [Batch<item>, Batch<item>] {
  const middle = Math.ceil(items.length / 2);
  return [
    { ...batch, items: items.slice(0, middle) },
    { ...batch, items: items.slice(middle) },
  ];
}
