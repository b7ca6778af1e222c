import type { EntryCode } from "../codes/codeText.ts";
import { CODE_WINDOW } from "../codes/windows.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { given } from "../core/given.ts";
import { assertShape, fields, finite, list, oneOf, type Shape } from "../core/shape.ts";
import type { Manifest } from "./Manifest.ts";
import type { Verdict } from "./Verdict.ts";

/** How a gate's own clock is wrong, and what shows it. */
export type ClockFault = {
  /** The newest block of the chain, the block of the manifest, or the codes that the gate read. */
  readonly shownBy: "chain" | "manifest" | "codes";
  /** Positive if the gate's clock is fast. */
  readonly secondsAhead: number;
};

const FAULT: Shape<ClockFault> = fields({ shownBy: oneOf("chain", "manifest", "codes"), secondsAhead: finite });

const TIMES: Shape<{ readonly issuedAt: number; readonly now: number }> = fields({ issuedAt: finite, now: finite });

/** Nodes take a block that is up to so many seconds ahead of them. */
const BLOCK_AHEAD = 15;
/** A chain that works has a younger block. */
const OLDEST_HEAD = 60;

/** Seconds from the signing of a code to its scan, if both clocks are right: half of a rotation. */
const USUAL_AGE = 5;
const OLDEST_MEDIAN = 13;
const YOUNGEST_MEDIAN = -3;
/** Fewer codes show the clocks of their phones, not the gate's. */
const FEWEST_AGES = 5;
/** Seconds by which a fault may be off, because a head is up to OLDEST_HEAD old. */
const TOLERANCE = 60;

/**
 * Checks a gate's own clock, so that the gate never blames a phone for it. Ask at the start, at each renewal of the
 * manifest, and during the night.
 *
 * @param parameters.now Seconds, by the gate's clock.
 * @param parameters.headAt Time of the chain's newest block, in seconds, if the chain answers. A block of a minute ago
 * means that the clock is fast, or that the chain makes no blocks.
 * @param parameters.manifest No block of the past can be in the gate's future.
 * @param parameters.ages Seconds, as codeAge returns them, of the latest codes of different rights. Right clocks give a
 * median of about 5 s. Above 13 s the gate is fast, below -3 s it is slow. Fewer than five ages show nothing. A right
 * median shows that an old block means a chain that stands still.
 * @returns undefined if nothing shows a fault.
 * @throws VALUE_INVALID for a time or an age that is not a number.
 * @example
 * import { checkGateClock, type Manifest } from "doorkey/code";
 *
 * const fault = (manifest: Manifest, ages: readonly number[]) =>
 *   checkGateClock({ now: Date.now() / 1000, manifest, ages });
 */
export function checkGateClock(parameters: checkGateClock.Parameters): ClockFault | undefined {
  const { now, headAt, manifest, ages = [] } = given("parameters", parameters);
  assertShape("VALUE_INVALID", KNOWN, {
    now,
    headAt: headAt === undefined ? now : headAt,
    manifest: manifest === undefined ? { takenAt: now } : manifest,
    ages,
  });
  const median = medianOf(ages);
  const isMedianOff = median !== undefined && isOff(median, YOUNGEST_MEDIAN, OLDEST_MEDIAN);
  if (headAt !== undefined && now - headAt < -BLOCK_AHEAD) return fault("chain", now - headAt);
  // A chain that stands still looks like a fast clock, but the phones do not.
  const isDenied = median !== undefined && !isMedianOff;
  if (headAt !== undefined && now - headAt > OLDEST_HEAD && !isDenied) return fault("chain", now - headAt);
  if (isMedianOff) return fault("codes", median - USUAL_AGE);
  if (manifest !== undefined && now - manifest.takenAt < -BLOCK_AHEAD) return fault("manifest", now - manifest.takenAt);
  return undefined;
}

export declare namespace checkGateClock {
  type Parameters = {
    readonly now: number;
    readonly headAt?: number | undefined;
    readonly manifest?: Pick<Manifest, "takenAt"> | undefined;
    readonly ages?: readonly number[] | undefined;
  };
}

const KNOWN: Shape<Known> = fields({
  now: finite,
  headAt: finite,
  manifest: fields<{ readonly takenAt: number }>({ takenAt: finite }),
  ages: list(finite),
});

/** The parameters, with `now` for each time that is left out. */
type Known = {
  readonly now: number;
  readonly headAt: number;
  readonly manifest: { readonly takenAt: number };
  readonly ages: readonly number[];
};

function isOff(seconds: number, least: number, most: number): boolean {
  return seconds < least || seconds > most;
}

function fault(shownBy: ClockFault["shownBy"], secondsAhead: number): ClockFault {
  return { shownBy, secondsAhead: Math.round(secondsAhead) };
}

function medianOf(ages: readonly number[]): number | undefined {
  if (ages.length < FEWEST_AGES) return undefined;
  const sorted = ages.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : sorted.slice(middle);
  return sorted.length % 2 === 0 ? (low + high) / 2 : low;
}

/**
 * The age of a code for checkGateClock, in seconds, negative if it is from the future. Only codes whose holder signed
 * them count, and only those that show the time: an answer to a challenge does not, and a passkey's code may be minutes
 * old.
 *
 * @param now Seconds, by the gate's clock.
 * @returns undefined if the code says nothing about the clock.
 * @throws VALUE_INVALID for what is not a code, a verdict and a time.
 * @example
 * import { codeAge, type EntryCode, type Verdict } from "doorkey/code";
 *
 * function note(ages: Map<number, number>, code: EntryCode, verdict: Verdict, now: number) {
 *   const age = codeAge(code, verdict, now);
 *   if (age !== undefined) ages.set(code.serial, age); // one for each right
 * }
 */
export function codeAge(code: EntryCode, verdict: Verdict, now: number): number | undefined {
  const { issuedAt, challenge, proof } = given("code", code, "challenge", "proof");
  given("verdict", verdict, "reason");
  assertShape("VALUE_INVALID", TIMES, { issuedAt, now });
  const isSigned = ["valid", "identity-wanted", "code-expired", "clock-wrong", "gate-clock-wrong"].includes(
    verdict.reason,
  );
  return isSigned && challenge === NO_CHALLENGE && proof.kind !== "passkey" ? now - issuedAt : undefined;
}

/**
 * The verdict of a gate whose own clock is wrong. If the fault explains why a code looks too old or too new, the
 * verdict names the gate's clock. Otherwise it counts the seconds from the right time. Other verdicts stay.
 *
 * @param fault What checkGateClock returned.
 * @throws VALUE_INVALID for what is not a verdict and a fault.
 * @example
 * import { blameClock, checkCode, checkGateClock, sentenceFor } from "doorkey/code";
 *
 * function scan(text: string, options: checkCode.Options, ages: readonly number[]) {
 *   const verdict = blameClock(checkCode(text, options), checkGateClock({ ...options, ages }));
 *   return sentenceFor(verdict); // This gate's clock is 60 min fast …
 * }
 */
export function blameClock(verdict: Verdict, fault: ClockFault | undefined): Verdict {
  given("verdict", verdict, "reason");
  if (fault !== undefined) assertShape("VALUE_INVALID", FAULT, given("fault", fault));
  if (fault === undefined || (verdict.reason !== "code-expired" && verdict.reason !== "clock-wrong")) return verdict;
  const seen = verdict.reason === "code-expired" ? -verdict.secondsOld : verdict.secondsAhead;
  const secondsAhead = seen + fault.secondsAhead;
  if (secondsAhead >= -CODE_WINDOW.past - TOLERANCE && secondsAhead <= CODE_WINDOW.ahead + TOLERANCE) {
    return { status: "refuse", reason: "gate-clock-wrong", ...fault };
  }
  return verdict.reason === "code-expired" && secondsAhead < 0
    ? { ...verdict, secondsOld: -secondsAhead }
    : { status: "refuse", reason: "clock-wrong", secondsAhead };
}
