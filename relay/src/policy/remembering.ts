export type RememberOptions = {
  readonly seconds: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Most answers kept; the oldest go first. Defaults to 10,000. */
  readonly entries?: number;
};

/**
 * Wraps `ask` to remember its answers for a while. Calls at the same time share one answer. Failures are not
 * remembered.
 *
 * @example
 * const organizerOf = remembering((event: number) => chain.organizerOf(event), { seconds: 30, now: Date.now });
 */
export function remembering<key, value>(
  ask: (key: key) => Promise<value>,
  { seconds, now, entries = 10_000 }: RememberOptions,
): (key: key) => Promise<value> {
  const known = new Map<key, { until: number; answer: Promise<value> }>();
  return (key) => {
    const entry = known.get(key);
    if (entry !== undefined && now() < entry.until) return entry.answer;

    const answer = ask(key);
    known.delete(key);
    known.set(key, { until: now() + seconds * 1_000, answer });
    answer.catch(() => {
      if (known.get(key)?.answer === answer) known.delete(key);
    });
    // A Map keeps the order of insertion.
    const [oldest] = known.keys();
    if (known.size > entries && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
