const DAY_SECONDS = 86_400;

/**
 * Seconds until a delivery is tried again: 5, 10, 20 … up to an hour. Undefined after a day: it is dead.
 *
 * @param delivery.attempts How often it was tried.
 * @param delivery.ageSeconds How long ago it became due for the first time.
 */
export function retrySeconds({ attempts, ageSeconds }: retrySeconds.Delivery): number | undefined {
  if (ageSeconds >= DAY_SECONDS) return undefined;
  return Math.min(5 * 2 ** (attempts - 1), 3_600);
}

export declare namespace retrySeconds {
  type Delivery = { readonly attempts: number; readonly ageSeconds: number };
}
