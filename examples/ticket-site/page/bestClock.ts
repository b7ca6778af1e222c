import { type Clock, deviceClock, serverClock } from "doorkey/buyer";
import { duration } from "./words.ts";

/** In seconds. Gates accept codes that are this far off, so a smaller error needs no notice. */
const WORTH_TELLING = 10;

/** The shop's time, from its last answer. It keeps running without a network while the page is open. */
let told: Clock | undefined;

/** Finds the best clock, and what the fan should know about the phone's clock. */
export async function bestClock(): Promise<{ readonly clock: Clock; readonly advice: string | undefined }> {
  told = await serverClock(location.href, { signal: AbortSignal.timeout(2_000) }).catch(() => told);
  if (told === undefined) {
    const shown = new Date().toLocaleTimeString("en-GB");
    const advice = `You are offline. Your code uses this phone's clock, which says ${shown}. If that is wrong, set the clock.`;
    return { clock: deviceClock, advice };
  }
  const ahead = deviceClock.now() - told.now();
  if (Math.abs(ahead) < WORTH_TELLING) return { clock: told, advice: undefined };
  const wrong = `${duration(Math.abs(ahead))} ${ahead > 0 ? "fast" : "slow"}`;
  return {
    clock: told,
    advice: `This phone's clock is ${wrong}. Keep this page open, and your code has the right time.`,
  };
}
