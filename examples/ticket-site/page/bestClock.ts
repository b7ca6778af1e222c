import { type Clock, deviceClock, serverClock } from "doorkey/buyer";
import { duration } from "../words/times.ts";
import { words } from "./language.ts";

/** In seconds. Gates accept codes that are this far off, so a smaller error needs no notice. */
const WORTH_SAYING = 10;

/** The shop's time, from its last answer. It keeps running without a network while the page is open. */
let asked: Clock | undefined;

/** Finds the best clock, and what the fan should know about the phone's clock. */
export async function bestClock(): Promise<{ readonly clock: Clock; readonly advice: string | undefined }> {
  asked = await serverClock(location.href, { signal: AbortSignal.timeout(2_000) }).catch(() => asked);
  const { offline, clockFast, clockSlow } = words.ticket;
  if (asked === undefined) {
    return { clock: deviceClock, advice: offline(new Date().toLocaleTimeString(words.tag)) };
  }
  const ahead = deviceClock.now() - asked.now();
  if (Math.abs(ahead) < WORTH_SAYING) return { clock: asked, advice: undefined };
  const off = duration(words.tag, Math.abs(ahead));
  return { clock: asked, advice: ahead > 0 ? clockFast(off) : clockSlow(off) };
}
