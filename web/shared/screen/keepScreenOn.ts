/** Keeps the screen on while a steward works, also after the page was in the background. Not every browser can. */
export async function keepScreenOn(signal: AbortSignal): Promise<void> {
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.visibilityState !== "visible" || signal.aborted) return;
    try {
      lock = await navigator.wakeLock?.request("screen");
    } catch {
      // A phone that saves its battery refuses.
    }
  };
  document.addEventListener("visibilitychange", () => void ask(), { signal });
  signal.addEventListener("abort", () => void lock?.release());
  await ask();
}
