import { isDeepStrictEqual } from "node:util";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Whose calls are counted: where they come from, which key they carry, who signs them. */
export type LimitedBy = "ip" | "key" | "sender";

/** So many calls in so many seconds. */
type Rate = { readonly points: number; readonly seconds: number };

export type Limits = { readonly perIp: Rate; readonly perKey: Rate; readonly perSender: Rate };

export type RateLimits = {
  /** Counts `points` calls. Resolves to seconds to wait when they are too many, else to undefined. */
  count(by: LimitedBy, who: string, points?: number): Promise<number | undefined>;
};

/**
 * Rate limits in the memory of one replica: with n replicas behind a balancer a caller may get n times as much. What
 * must hold over all of them (budgets, queued requests of a sender) is in the database.
 *
 * @example
 * const wait = await limits.count("ip", request.ip);
 * if (wait !== undefined) throw new ProblemError("RATE_LIMITED", { retryAfter: wait });
 */
export function rateLimits({ perIp, perKey, perSender }: Limits): RateLimits {
  const of = ({ points, seconds }: Rate) => new RateLimiterMemory({ points, duration: seconds });
  const limiters = { ip: of(perIp), key: of(perKey), sender: of(perSender) };
  return {
    async count(by, who, points = 1) {
      try {
        await limiters[by].consume(who, points);
        return undefined;
      } catch (limited) {
        if (!(limited instanceof RateLimiterRes)) throw limited;
        return Math.max(1, Math.ceil(limited.msBeforeNext / 1_000));
      }
    },
  };
}

/** The same under a configuration that may change: new limits begin to count anew. */
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
