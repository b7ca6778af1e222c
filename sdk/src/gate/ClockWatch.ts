import type { EntryCode } from "../codes/codeText.ts";
import { given } from "../core/given.ts";
import { blameClock, type ClockFault, checkGateClock, codeAge } from "../verdicts/gateClock.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import type { Verdict } from "../verdicts/Verdict.ts";

/** Codes whose ages count: the latest, one of each right. */
const LATEST = 25;

/**
 * Watches a gate's own clock. It reports a fault at each comparison, and during the night when the fault is new.
 *
 * @example
 * import { sentenceFor } from "doorkey/code";
 * import { ClockWatch } from "doorkey/gate";
 *
 * const clock = new ClockWatch((fault) =>
 *   console.warn(sentenceFor({ status: "refuse", reason: "gate-clock-wrong", ...fault })),
 * );
 */
export class ClockWatch {
  readonly #report: (fault: ClockFault) => void;
  readonly #ages = new Map<number, number>();
  #compared: ClockWatch.Comparison | undefined;
  #reported: ClockFault | undefined;

  constructor(report: (fault: ClockFault) => void) {
    this.#report = report;
  }

  /** Compares the clock with the chain and the manifest, at the start and at each renewal. */
  compare(comparison: ClockWatch.Comparison): void {
    this.#compared = given("comparison", comparison, "manifest");
    this.#reported = undefined;
    this.#tell(this.#faultAt(comparison.now));
  }

  /** The verdict as the gate shows it, which never blames a phone for the gate's own clock. */
  judge(code: EntryCode, verdict: Verdict, now: number): Verdict {
    const age = codeAge(code, verdict, now);
    if (age !== undefined) this.#note(code.serial, age);
    const fault = this.#faultAt(now);
    this.#tell(fault);
    return blameClock(verdict, fault);
  }

  #note(serial: number, age: number): void {
    this.#ages.delete(serial);
    this.#ages.set(serial, age);
    const [oldest] = this.#ages.keys();
    if (this.#ages.size > LATEST && oldest !== undefined) this.#ages.delete(oldest);
  }

  #faultAt(now: number): ClockFault | undefined {
    const { headAt, now: comparedAt = now, manifest } = this.#compared ?? {};
    return checkGateClock({
      now,
      // The chain has grown since the comparison.
      headAt: headAt === undefined ? undefined : headAt + now - comparedAt,
      manifest,
      ages: [...this.#ages.values()],
    });
  }

  #tell(fault: ClockFault | undefined): void {
    const before = this.#reported;
    this.#reported = fault;
    if (fault === undefined) return;
    const isKnown = before !== undefined && Math.sign(before.secondsAhead) === Math.sign(fault.secondsAhead);
    if (!isKnown) this.#report(fault);
  }
}

export declare namespace ClockWatch {
  type Comparison = {
    /** Seconds, by the gate's clock. */
    readonly now: number;
    /** Time of the chain's newest block. Undefined if the chain does not answer, or if its clock is the gate's. */
    readonly headAt: number | undefined;
    readonly manifest: Pick<Manifest, "takenAt">;
  };
}
