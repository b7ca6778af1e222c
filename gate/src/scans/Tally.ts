import { codeAge, type EntryCode, type Refused, type Verdict } from "doorkey/code";

/** Codes whose ages are kept for their median. */
const AGES = 201;
const MINUTES = 60;

/** Counts for people who watch the doors. Kept in memory: a restart begins at zero, and no decision rests on them. */
export class Tally {
  readonly refusals: Record<string, number> = {};
  readonly lanes: Record<number, number> = {};
  readonly #ages: number[] = [];
  #counted = 0;
  readonly #minutes = new Map<number, number>();

  /** @param at Seconds. */
  count(lane: number, code: EntryCode | Refused, verdict: Verdict, at: number): void {
    if (verdict.status === "refuse") this.refusals[verdict.reason] = (this.refusals[verdict.reason] ?? 0) + 1;
    if (verdict.status === "admit") this.enter(lane, verdict.rights.length, at);
    const age = code.status === "parsed" ? codeAge(code, verdict, at) : undefined;
    if (age !== undefined) this.#ages[this.#counted++ % AGES] = age;
  }

  enter(lane: number, rights: number, at: number): void {
    this.lanes[lane] = (this.lanes[lane] ?? 0) + rights;
    const minute = Math.floor(at / 60);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + rights);
    this.#minutes.delete(minute - MINUTES);
  }

  /** Entries a minute of the last hour, the latest minute last. */
  arrivals(at: number): readonly number[] {
    const last = Math.floor(at / 60);
    return Array.from({ length: MINUTES }, (_, i) => this.#minutes.get(last - MINUTES + 1 + i) ?? 0);
  }

  /** Seconds: the median age of the latest codes. */
  codeAge(): number | undefined {
    return [...this.#ages].sort((a, b) => a - b)[this.#ages.length >> 1];
  }
}
