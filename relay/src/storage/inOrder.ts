/** A copy of items in the order of their keys. All who lock rows one by one take this order: no two wait for each other. */
export function inOrder<item>(items: Iterable<item>, keyOf: (item: item) => string): item[] {
  return [...items].sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    return one === other ? 0 : one < other ? -1 : 1;
  });
}
