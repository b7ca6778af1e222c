/** Splits items, in the order in which they came, into those that fit the places and the others. */
export function allocateInOrder<item extends { readonly quantity: number }>(
  items: readonly item[],
  left: number,
): { readonly fitting: readonly item[]; readonly others: readonly item[] } {
  let places = left;
  const fitting: item[] = [];
  const others: item[] = [];
  for (const item of items) {
    const fits = item.quantity <= places;
    (fits ? fitting : others).push(item);
    if (fits) places -= item.quantity;
  }
  return { fitting, others };
}
