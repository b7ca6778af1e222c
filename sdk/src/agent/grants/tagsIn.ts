import type { Hex } from "../../core/Hex.ts";

/** Digits of a person tag at the start of evidence, `0x` included. */
const TAG_DIGITS = 66;

/** The person of each piece of evidence, with whom it begins. */
export function tagsIn(evidence: readonly Hex[]): Hex[] {
  return evidence.map((one) => one.slice(0, TAG_DIGITS) as Hex);
}
