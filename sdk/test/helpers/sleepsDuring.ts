/** The milliseconds for which work asks to sleep. It gets no time to sleep. */
export async function sleepsDuring(work: () => Promise<unknown>): Promise<(number | undefined)[]> {
  const { setTimeout } = globalThis;
  const sleeps: (number | undefined)[] = [];
  globalThis.setTimeout = ((act: () => void, milliseconds?: number) => {
    sleeps.push(milliseconds);
    return setTimeout(act, 0);
  }) as typeof setTimeout;
  try {
    await work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return sleeps;
}
