import { given, named } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import { headlines } from "./headlines.ts";
import { inLanguage } from "./inLanguage.ts";
import type { Language } from "./timeWriter.ts";
import type { Reason, Verdict } from "./Verdict.ts";

/**
 * Two to four words for a screen that staff read at arm's length. The sentence says the rest.
 *
 * @throws VALUE_INVALID for what is not a verdict, and for a language without words.
 * @example
 * import { headlineFor, sentenceFor, toneOf, type Verdict } from "doorkey/code";
 *
 * const screenOf = (verdict: Verdict) => ({
 *   tone: toneOf(verdict), // stop
 *   headline: headlineFor(verdict), // Already in
 *   sentence: sentenceFor(verdict), // Already in: lane 1, 19:42.
 * });
 */
export function headlineFor(verdict: Pick<Verdict, "reason">, language: Language = "en"): string {
  return wordFor(inLanguage(headlines, language), verdict);
}

/** What a table says of a verdict's reason. */
export function wordFor<T>(table: { readonly [reason in Reason]: T }, verdict: Pick<Verdict, "reason">): T {
  const { reason } = given("verdict", verdict, "reason");
  if (Object.hasOwn(table, reason)) return table[reason];
  throw new PageError("VALUE_INVALID", { details: [`reason must be a reason of a verdict, not ${named(reason)}.`] });
}
