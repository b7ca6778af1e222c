import type { Refusal } from "../problems/Refusal.ts";

/** Counts attempts by who makes them, so that a secret cannot be guessed. */
export type Attempts = {
  /** @throws What `refuse` makes, if there were too many. */
  readonly count: (who: string) => void;
  /** Forgets the attempts of one that succeeded. */
  readonly forget: (who: string) => void;
};

/** The most that are remembered, so that callers cannot fill the memory. */
const MOST_CALLERS = 10_000;

/**
 * At most `most` attempts in `seconds` by each caller. A further attempt has to wait until the first is that old.
 *
 * @param options.now Seconds since 1970.
 * @example
 * const attempts = createAttempts({ most: 5, seconds: 900, now, refuse });
 */
export function createAttempts({ most, seconds, now, refuse }: createAttempts.Options): Attempts {
  const times = new Map<string, number[]>();
  return {
    count: (who) => {
      const at = now();
      const recent = (times.get(who) ?? []).filter((time) => at - time < seconds);
      const [first = at] = recent;
      if (recent.length >= most) {
        throw refuse(Math.ceil(first + seconds - at));
      }
      times.delete(who);
      times.set(who, [...recent, at]);
      const [oldest] = times.keys();
      if (times.size > MOST_CALLERS && oldest !== undefined) times.delete(oldest);
    },
    forget: (who) => void times.delete(who),
  };
}

export declare namespace createAttempts {
  type Options = {
    readonly most: number;
    readonly seconds: number;
    readonly now: () => number;
    /** The refusal of a caller that has to wait so many seconds. */
    readonly refuse: (retryAfter: number) => Refusal;
  };
}
