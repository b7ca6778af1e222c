/** Runs `work`, and yields what it reports while it runs. Returns its result. */
export async function* yielding<told, result>(
  work: (tell: (one: told) => void) => Promise<result>,
): AsyncGenerator<told, result, void> {
  const waiting: told[] = [];
  let wake = () => {};
  const tell = (one: told) => {
    waiting.push(one);
    wake();
  };
  let running = true;
  const working = work(tell).finally(() => {
    running = false;
    wake();
  });
  // The caller gets the failure below, after all that was reported before.
  working.catch(() => undefined);
  while (running || waiting.length > 0) {
    if (waiting.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    yield* waiting.splice(0);
  }
  return working;
}
