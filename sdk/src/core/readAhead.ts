/**
 * Yields what `work` gives for each item, in the order of the items. The work of at most `width` items is begun or done
 * before its turn, so what is large may be dropped after each turn.
 */
export async function* readAhead<item, result>(
  items: readonly item[],
  width: number,
  work: (item: item) => Promise<result>,
): AsyncGenerator<readonly [item, result], void, void> {
  const begun: Promise<result>[] = [];
  let next = 0;
  for (const item of items) {
    for (; next < items.length && begun.length < width; next++) {
      const result = work(items[next] as item);
      // The failure is thrown when its turn comes, or never if an earlier one comes first.
      result.catch(() => undefined);
      begun.push(result);
    }
    yield [item, (await begun.shift()) as result];
  }
}
