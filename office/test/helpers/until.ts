/** Polls until the answer is yes. The bound ends a test that would wait for ever. */
export async function until(what: string, ask: () => Promise<boolean> | boolean, boundMs = 60_000): Promise<void> {
  const end = performance.now() + boundMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
