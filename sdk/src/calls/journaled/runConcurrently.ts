/** What is left to do of an item, and whether it must run alone. */
export type Rest<T> = { readonly again: readonly T[]; readonly alone: boolean };

/**
 * Works on items, a few at a time and in their order. The rest of an item comes first in line. Once an item asks to be
 * alone, all others run one by one. After a failure no item is started; those under way end first.
 */
export async function runConcurrently<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, alone: boolean) => Promise<Rest<T>>,
): Promise<void> {
  const waiting = [...items];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let width = Math.max(1, lanes);

  async function run(item: T, alone: boolean): Promise<void> {
    try {
      const rest = await work(item, alone);
      waiting.unshift(...rest.again);
      if (rest.alone) width = 1;
    } catch (error) {
      failures.push(error);
    }
  }

  for (;;) {
    while (failures.length === 0 && running.size < width) {
      const item = waiting.shift();
      if (item === undefined) break;
      const one = run(item, width === 1).finally(() => running.delete(one));
      running.add(one);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
}
