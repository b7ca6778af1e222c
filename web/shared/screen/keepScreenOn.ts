/**
 * Keeps the screen on until the signal aborts, also after the page was in the background.
 *
 * @returns Whether the browser does it. Some cannot, and a phone that saves its battery refuses.
 */
export async function keepScreenOn(signal: AbortSignal): Promise<boolean> {
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.visibilityState !== "visible" || signal.aborted) return;
    try {
      lock = await navigator.wakeLock?.request("screen");
    } catch {
      lock = undefined;
    }
    if (signal.aborted) void lock?.release();
  };
  document.addEventListener("visibilitychange", () => void ask(), { signal });
  signal.addEventListener("abort", () => void lock?.release());
  await ask();
  return lock !== undefined;
}
