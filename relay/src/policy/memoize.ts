export type MemoizeOptions = {
  readonly seconds: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Most answers kept; the oldest go first. Defaults to 10,000. */
  readonly entries?: number;
};

/**
 * Remembers the answers of `ask` for a while. Callers that ask for one key at the same time share one call. Failures are
 * not remembered.
 *
 * @example
 * const organizerOf = memoize((event: number) => chain.organizerOf(event), { seconds: 30, now: Date.now });
 */
export function memoize<key, value>(
  ask: (key: key) => Promise<value>,
  { seconds, now, entries = 10_000 }: MemoizeOptions,
): (key: key) => Promise<value> {
  const known = new Map<key, { until: number; answer: Promise<value> }>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined && now() < remembered.until) return remembered.answer;

    const entry = { until: now() + seconds * 1_000, answer: ask(key) };
    known.delete(key);
    known.set(key, entry);
    entry.answer.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    // A Map keeps the order of insertion.
    for (const oldest of known.keys()) {
      if (known.size <= entries) break;
      known.delete(oldest);
    }
    return entry.answer;
  };
}
