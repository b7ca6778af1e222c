import type { GrantItem } from "./GrantItem.ts";

/** Consecutive seats cost the least gas. */
export function sortBySeat<item extends GrantItem>(items: readonly item[]): item[] {
  return [...items].sort((a, b) => (a.seats[0] ?? 0) - (b.seats[0] ?? 0));
}

export function countRights(items: readonly GrantItem[]): number {
  return items.reduce((count, { quantity }) => count + quantity, 0);
}
