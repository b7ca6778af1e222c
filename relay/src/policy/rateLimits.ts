import { isDeepStrictEqual } from "node:util";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** What calls are counted by: the caller's address, the API key, or the signer. */
export type LimitedBy = "ip" | "key" | "sender";

/** At most `points` calls in `seconds`. */
type Rate = { readonly points: number; readonly seconds: number };

export type Limits = { readonly perIp: Rate; readonly perKey: Rate; readonly perSender: Rate };

export type RateLimits = {
  /** Counts `points` calls. Resolves to the seconds to wait if they are too many, else to undefined. */
  count(by: LimitedBy, who: string, points?: number): Promise<number | undefined>;
};

/**
 * Rate limits in the memory of one replica. With n replicas behind a balancer, a caller may get n times as much. Limits
 * over all replicas (budgets, queued requests of a sender) are in the database.
 *
 * @example
 * const wait = await limits.count("ip", request.ip);
 * if (wait !== undefined) throw new ProblemError("RATE_LIMITED", { retryAfter: wait });
 */
export function rateLimits({ perIp, perKey, perSender }: Limits): RateLimits {
  const limiters = { ip: rateLimiter(perIp), key: rateLimiter(perKey), sender: rateLimiter(perSender) };
  return { count: (by, who, points) => limiters[by](who, points) };
}

/** Counts `points` calls of a caller. Resolves to the seconds to wait if they are too many, else to undefined. */
export function rateLimiter({ points, seconds }: Rate): (who: string, calls?: number) => Promise<number | undefined> {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (who, calls = 1) => {
    try {
      await limiter.consume(who, calls);
      return undefined;
    } catch (limited) {
      if (!(limited instanceof RateLimiterRes)) throw limited;
      return Math.max(1, Math.ceil(limited.msBeforeNext / 1_000));
    }
  };
}

/** Rate limits of a configuration that may change. New limits start counting from zero. */
export function liveRateLimits(config: () => { readonly limits: Limits }): () => RateLimits {
  let used = config().limits;
  let limits = rateLimits(used);
  return () => {
    const wanted = config().limits;
    if (wanted !== used && !isDeepStrictEqual(wanted, used)) limits = rateLimits(wanted);
    used = wanted;
    return limits;
  };
}
