/** Calls `work` for each item, at most `width` at a time. Returns the results in the order of the items. */
export async function mapBounded<item, result>(
  items: readonly item[],
  width: number,
  work: (item: item, i: number) => Promise<result>,
): Promise<result[]> {
  const results: result[] = [];
  let next = 0;
  let failed = false;
  async function worker(): Promise<void> {
    while (next < items.length && !failed) {
      const i = next++;
      try {
        results[i] = await work(items[i] as item, i);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
