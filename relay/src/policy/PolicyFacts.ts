/** What a policy must know of the chain. Answers may be some seconds old: a hand-over changes who pays, not who may. */
export interface PolicyFacts {
  /** Whose event it is; undefined when there is none. */
  organizerOf(eventId: number): Promise<number | undefined>;
  /** Who granted a right; undefined when there is none. */
  agentOf(rightId: bigint): Promise<number | undefined>;
}

/**
 * The same facts, remembered for a while, and asked once by those who ask at the same time.
 *
 * @example
 * const facts = cachedFacts(chainFacts, { seconds: 30, now: Date.now });
 */
export function cachedFacts(facts: PolicyFacts, options: CacheOptions): PolicyFacts {
  return {
    organizerOf: remembering((eventId) => facts.organizerOf(eventId), options),
    agentOf: remembering((rightId) => facts.agentOf(rightId), options),
  };
}

type CacheOptions = {
  readonly seconds: number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly entries?: number;
};

function remembering<key, value>(
  ask: (key: key) => Promise<value>,
  { seconds, now, entries = 10_000 }: CacheOptions,
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
    // Oldest first: a Map keeps the order of insertion.
    const [oldest] = known.keys();
    if (known.size > entries && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
