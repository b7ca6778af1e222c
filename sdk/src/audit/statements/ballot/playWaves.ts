import type { DrawStep, PlaceCounts } from "./DrawStep.ts";
import { endKeeping, type Playing, waveFault } from "./Playing.ts";
import { at, type PerSize, perSize, shareOut } from "./shareOut.ts";

type StepOf<kind extends DrawStep["kind"]> = Extract<DrawStep, { readonly kind: kind }>;

/** A wave must offer what is free and not kept to the next ranks. */
export function playWave(playing: Playing, step: StepOf<"wave">): void {
  const { log, wave, deadline, places, cutoff } = step;
  const now = log.timestamp;
  const fault = (note: string) => waveFault(playing, log, note);
  if (isRunning(playing, now)) fault("The wave before still had places that people could take.");
  endKeeping(playing, now);
  const left = minus(playing.book.parties, playing.cutoff);
  const shared = shareOut(left, freeOf(playing, step.counts));
  const wanted = perSize((size) => at(playing.cutoff, size) + at(shared.offered, size));
  const isFirst = playing.wave === 0;
  if (isFirst && step.counts.granted + step.counts.freed > 0) fault("Places were granted before the draw.");
  if (wave !== playing.wave + 1) fault(`The wave has the number ${wave}, and ${playing.wave} came before it.`);
  if (cutoff.some((value, i) => value !== wanted[i])) {
    fault(`The wave offered places up to the ranks ${cutoff.join(", ")}, and not up to ${wanted.join(", ")}.`);
  }
  if (places !== shared.places) fault(`The wave offered ${places} places, and ${shared.places} were to be offered.`);
  const startAt = Math.max(now, playing.run.salesOpenAt);
  const window = isFirst ? playing.run.firstWindow : playing.run.laterWindow;
  if (deadline !== startAt + window) fault("The window of the wave is not the one of the draw's terms.");
  const from = playing.cutoff;
  // What the chain has counts from here on, so that one fault does not make every later wave one.
  Object.assign(playing, { stage: "waves", from, cutoff, wave, deadline, open: places });
  playing.waves.push({
    ...{ number: wave, log, from, cutoff, places, startAt, window, deadline },
    ...{ claimed: 0, accepted: 0, keptLeft: 0, emptiedAt: undefined },
  });
}

/** The open sale begins when everybody was offered a place, and only if the terms say so. */
export function playOpenSale(playing: Playing, step: StepOf<"openSale">): void {
  const { log, places } = step;
  const fault = (note: string) => waveFault(playing, log, note);
  if (isRunning(playing, log.timestamp)) fault("The wave before still had places that people could take.");
  endKeeping(playing, log.timestamp);
  const left = minus(playing.book.parties, playing.cutoff);
  if (left.some((parties) => parties !== 0)) fault("The open sale began before everybody was offered a place.");
  if (!playing.run.thenOpen) fault("The terms of the draw have no open sale.");
  const free = freeOf(playing, step.counts);
  if (places !== free) fault(`The open sale had ${places} places, and ${free} were free.`);
  Object.assign(playing, { stage: "openSale", open: 0 });
}

/** A hold puts the deadline and the end of keeping off, while sales are stopped. */
export function playHold(playing: Playing, step: StepOf<"hold">): void {
  const { log, deadline, keepUntil, doorsOpenAt, isStopped } = step;
  const now = log.timestamp;
  const fault = (note: string) => waveFault(playing, log, note);
  if (isStopped === false) fault("The wave was held, but sales were not stopped.");
  const window = playing.wave === 1 ? playing.run.firstWindow : playing.run.laterWindow;
  const restarts = playing.stage === "waves" && now < playing.deadline;
  const wanted = restarts ? Math.max(playing.deadline, now + window) : playing.deadline;
  if (deadline !== wanted) fault("The hold set another deadline than the window gives.");
  const least = Math.min(now + LEAST_KEEP, doorsOpenAt);
  const wantedKeep = now < playing.keepUntil ? Math.max(playing.keepUntil, least) : playing.keepUntil;
  if (keepUntil !== wantedKeep) fault("The hold set another time for kept places than a day.");
  Object.assign(playing, { deadline, keepUntil });
  const wave = playing.waves.at(-1);
  if (wave !== undefined) wave.deadline = deadline;
}

/** Seconds that a hold gives those whose places are kept. */
const LEAST_KEEP = 86_400;

function isRunning({ open, kept, keepUntil, deadline, wave }: Playing, now: number): boolean {
  const isWaiting = open !== 0 || (kept !== 0 && now >= keepUntil);
  return wave > 0 && isWaiting && now < deadline;
}

function freeOf({ kept }: Playing, { supply, granted, freed }: PlaceCounts): number {
  return supply - granted - freed - kept;
}

function minus(a: PerSize, b: PerSize): PerSize {
  return perSize((size) => at(a, size) - at(b, size));
}
