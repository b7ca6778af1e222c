import { given } from "../core/given.ts";
import { inLanguage } from "./inLanguage.ts";
import { outsideOf, type Sentences, sentences } from "./sentences.ts";
import { type Language, timeWriter, type WriteTime } from "./timeWriter.ts";
import type { Verdict } from "./Verdict.ts";

/**
 * One sentence for the staff at the gate: what happened, and what helps. Its times have the date if that is not today.
 *
 * @param options.utcOffset The event's own, in minutes, as the manifest has it.
 * @param options.timeZone The venue's, such as "Asia/Tokyo", in place of the offset. Without both, times are in the
 * device's own time zone.
 * @param options.now Seconds, by the gate's clock. Defaults to the device's.
 * @example
 * import { sentenceFor, type Manifest } from "doorkey/code";
 *
 * const verdict = { status: "refuse", reason: "already-in", at: 1_800_000_000, lane: 1, sameProof: false } as const;
 * const inTokyo = { utcOffset: 540, now: 1_800_000_060 };
 * sentenceFor(verdict, "en", inTokyo); // Already in: lane 1, 17:00.
 * sentenceFor(verdict, "en", { ...inTokyo, now: 1_800_090_000 }); // Already in: lane 1, 17:00 on Fri 15 January.
 * const ofEvent = ({ utcOffset }: Manifest, now: number) => sentenceFor(verdict, "en", { utcOffset, now });
 */
export function sentenceFor(verdict: Verdict, language: Language = "en", options: sentenceFor.Options = {}): string {
  given("verdict", verdict, "reason");
  given("options", options);
  const written = inLanguage(sentences, language);
  const { utcOffset, timeZone, now = Date.now() / 1000 } = options;
  const clock = timeWriter(language, {
    now,
    ...(timeZone === undefined && utcOffset !== undefined ? { utcOffset, timeZone: "UTC" } : { timeZone }),
  });
  const sentence = composeSentence(verdict, written, clock);
  if (!("passedOver" in verdict) || verdict.passedOver[0] === undefined) return sentence;
  const { rightId: _, ...problem } = verdict.passedOver[0];
  const because = composeSentence({ status: "refuse", ...problem }, written, clock);
  return sentence + outsideOf[language](verdict.passedOver.length, because);
}

export declare namespace sentenceFor {
  type Options = {
    readonly utcOffset?: number | undefined;
    readonly timeZone?: string | undefined;
    readonly now?: number | undefined;
  };
}

function composeSentence(verdict: Verdict, written: Sentences, clock: WriteTime): string {
  // Each writer takes the verdict of its own reason, but TypeScript cannot see that both reasons are the same.
  const write = written[verdict.reason] as (told: Verdict, clock: WriteTime) => string;
  return write(verdict, clock);
}
