import { ProblemError } from "../problems/ProblemError.ts";

/** Lets so many calls work at the same time. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Refuses further calls while `most` are at work, so that a flood neither fills the memory nor waits for ever. The
 * refused caller sends the same again.
 *
 * @throws RATE_LIMITED
 */
export function createTurnstile(most: number): Turnstile {
  let inside = 0;
  return async (work) => {
    if (inside >= most) throw new ProblemError("RATE_LIMITED", { retryAfter: 1 });
    inside++;
    try {
      return await work();
    } finally {
      inside--;
    }
  };
}
