import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given, named } from "../core/given.ts";
import { type Language, outsideOf, sentences } from "./sentences.ts";
import type { Verdict } from "./Verdict.ts";

/**
 * One sentence for the staff at the gate: what happened, and what helps.
 *
 * @param options.timeZone The venue's, such as "Asia/Tokyo". Defaults to the device's own.
 * @example
 * import { sentenceFor } from "doorkey/code";
 *
 * const verdict = { status: "refuse", reason: "already-in", at: 1_800_000_000, lane: 1, sameProof: false } as const;
 * sentenceFor(verdict, "en", { timeZone: "Asia/Tokyo" }); // Already in: lane 1, 17:00.
 */
export function sentenceFor(verdict: Verdict, language: Language = "en", options: sentenceFor.Options = {}): string {
  given("verdict", verdict, "reason");
  given("options", options);
  if (!Object.hasOwn(sentences, language))
    throw new DoorkeyError("VALUE_INVALID", { details: [`There are no sentences in ${named(language)}.`] });
  const sentence = composeSentence(verdict, language, options);
  if (!("passedOver" in verdict) || verdict.passedOver[0] === undefined) return sentence;
  const { rightId: _, ...problem } = verdict.passedOver[0];
  const because = composeSentence({ status: "refuse", ...problem }, language, options);
  return sentence + outsideOf[language](verdict.passedOver.length, because);
}

export declare namespace sentenceFor {
  type Options = { readonly timeZone?: string };
}

function composeSentence(verdict: Verdict, language: Language, { timeZone }: sentenceFor.Options): string {
  const clock = (seconds: number) =>
    new Intl.DateTimeFormat(language, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(timeZone !== undefined && { timeZone }),
    }).format(seconds * 1000);
  // Each writer takes the verdict of its own reason, but TypeScript cannot see that both reasons are the same.
  const write = sentences[language][verdict.reason] as (told: Verdict, clock: (seconds: number) => string) => string;
  return write(verdict, clock);
}
