import { duration } from "../../shared/locale/eventTimes.ts";
import { venueTime } from "../../shared/locale/venueTime.ts";
import type { Wallet } from "../Wallet.ts";

/** In seconds. Gates accept codes that are this far off, so a smaller error needs no notice. */
const WORTH_SAYING = 10;

/** What the fan should know about the phone's clock. Nothing if it is right. */
export function ClockAdvice({ wallet }: { readonly wallet: Wallet }) {
  const { words, clock, state } = wallet;
  const language = state.language.value;
  const ahead = clock.ahead.value;
  if (ahead === undefined) {
    return <p class="soft">{words.code.offline(venueTime(Date.now() / 1_000, language))}</p>;
  }
  if (Math.abs(ahead) < WORTH_SAYING) return null;
  const off = duration(language, Math.abs(ahead));
  return (
    <p class="warn-text" role="status">
      {ahead > 0 ? words.code.fast(off) : words.code.slow(off)}
    </p>
  );
}
