/** Resolves after `duration` milliseconds, or when the signal aborts. */
export function pause(duration: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted) return done();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, duration);
    signal?.addEventListener("abort", end);
  });
}
