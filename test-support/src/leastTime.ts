const RUNS = 40;

/**
 * Milliseconds of the fastest of 40 runs, which other programs disturb least. Only a ratio of two such times says
 * something. It reads the clock on the wall: some kernels count a thread's processor time in steps of four milliseconds.
 */
export function leastTime(run: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
