import { type Clock, deviceClock, serverClock } from "doorkey/buyer";
import { duration } from "./words.ts";

/** Gates take codes that are this far off, in seconds; a phone that is less wrong needs no telling. */
const WORTH_TELLING = 10;

/** By the shop's time, as it was told last: it goes on without a network as long as the page is open. */
let told: Clock | undefined;

/** The best clock there is now, and what its owner should know about the phone's. */
export async function bestClock(): Promise<{ readonly clock: Clock; readonly advice: string | undefined }> {
  told = await serverClock(location.href, { signal: AbortSignal.timeout(2_000) }).catch(() => told);
  if (told === undefined) {
    const shown = new Date().toLocaleTimeString("en-GB");
    const advice = `You are offline. Your code goes by this phone's clock, ${shown}: set it right if it is wrong.`;
    return { clock: deviceClock, advice };
  }
  const ahead = deviceClock.now() - told.now();
  if (Math.abs(ahead) < WORTH_TELLING) return { clock: told, advice: undefined };
  const wrong = `${duration(Math.abs(ahead))} ${ahead > 0 ? "fast" : "slow"}`;
  return {
    clock: told,
    advice: `This phone's clock is ${wrong}. Your code has the right time while this page is open.`,
  };
}
