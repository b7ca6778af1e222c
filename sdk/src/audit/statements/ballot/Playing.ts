import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { DrawBook, Standing } from "./DrawBook.ts";
import type { DrawRun } from "./DrawStep.ts";
import { at, type PerSize } from "./shareOut.ts";

/** A wave, and what happened to the places that it offered. Times are in seconds. */
export type Wave = {
  readonly number: number;
  readonly log: AuditLog;
  /** It offered the ranks [from, cutoff). */
  readonly from: PerSize;
  readonly cutoff: PerSize;
  readonly places: number;
  readonly startAt: number;
  readonly window: number;
  /** As the last hold left it. */
  deadline: number;
  /** Places that were granted. */
  claimed: number;
  /** Places that were accepted. */
  accepted: number;
  /** Accepted ones that were not granted. */
  keptLeft: number;
  /** When the last of its places was taken or kept. */
  emptiedAt: number | undefined;
};

/** A party that took or kept a place. */
export type Mark = {
  readonly wave: Wave | undefined;
  /** A bit for each member that took its place. */
  taken: number;
  isKept: boolean;
};

/** A draw while its steps are played again. It follows the rules of BallotWaves. */
export type Playing = {
  readonly run: DrawRun;
  readonly book: DrawBook;
  stage: "drawn" | "waves" | "openSale";
  from: PerSize;
  cutoff: PerSize;
  wave: number;
  deadline: number;
  keepUntil: number;
  open: number;
  kept: number;
  readonly marks: Map<number, Mark>;
  readonly restored: Map<string, number>;
  readonly waves: Wave[];
  /** Kept places that were offered to others, or could be. */
  readonly lapses: { readonly at: number; readonly places: number }[];
  readonly waveFaults: Evidence[];
  readonly grantFaults: Evidence[];
};

const NONE: PerSize = [0, 0, 0, 0];

export function newPlaying(run: DrawRun, book: DrawBook): Playing {
  return {
    run,
    book,
    stage: "drawn",
    from: NONE,
    cutoff: NONE,
    wave: 0,
    deadline: 0,
    keepUntil: run.keepUntil,
    open: 0,
    kept: 0,
    marks: new Map(),
    restored: new Map(),
    waves: [],
    lapses: [],
    waveFaults: [],
    grantFaults: [],
  };
}

/** What a party took or keeps. */
export function markOf({ marks, waves }: Playing, { size, rank }: Standing): Mark {
  const key = size * 2 ** 32 + rank;
  const known = marks.get(key);
  if (known !== undefined) return known;
  const wave = waves.find(({ from, cutoff }) => rank >= at(from, size) && rank < at(cutoff, size));
  const mark: Mark = { wave, taken: 0, isKept: false };
  marks.set(key, mark);
  return mark;
}

export function isInWave({ deadline, from, cutoff }: Playing, { size, rank }: Standing, now: number): boolean {
  return now < deadline && rank >= at(from, size) && rank < at(cutoff, size);
}

/** How many members took their places. */
export function countOf({ taken }: Pick<Mark, "taken">): number {
  return [1, 2, 4, 8].filter((bit) => (taken & bit) !== 0).length;
}

/** Ends the keeping of places, if its time is over. */
export function endKeeping(playing: Playing, now: number): void {
  const over = Math.max(playing.keepUntil, playing.deadline);
  if (now < over) return;
  if (playing.kept > 0) playing.lapses.push({ at: over, places: playing.kept });
  playing.kept = 0;
}

/** Notes that open places of the running wave were taken or kept. */
export function takeOpen(playing: Playing, places: number, now: number): void {
  playing.open -= places;
  const wave = playing.waves.at(-1);
  if (playing.open === 0 && wave !== undefined) wave.emptiedAt ??= now;
}

export function waveFault(playing: Playing, log: AuditLog, note: string): void {
  playing.waveFaults.push(evidenceAt(log, note, { subject: `class ${playing.run.classId}` }));
}
