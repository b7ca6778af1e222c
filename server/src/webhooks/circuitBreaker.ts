/** Lets an endpoint rest that keeps failing, so that it delays only its own deliveries. */
export type CircuitBreaker = {
  readonly isOpen: () => boolean;
  readonly succeeded: () => void;
  readonly failed: () => void;
};

const FAILURES = 5;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;

/**
 * Opens after five failures in a row for half a minute, and twice as long each time the next try fails too.
 *
 * @param now Milliseconds.
 */
export function circuitBreaker(now: () => number): CircuitBreaker {
  let failures = 0;
  let until = 0;
  return {
    isOpen: () => now() < until,
    succeeded: () => {
      failures = 0;
      until = 0;
    },
    failed: () => {
      failures++;
      const rests = failures - FAILURES;
      if (rests >= 0) until = now() + Math.min(FIRST_REST_MS * 2 ** rests, LONGEST_REST_MS);
    },
  };
}
