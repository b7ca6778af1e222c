import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import { percent } from "../percent.ts";
import type { Playing, Wave } from "./Playing.ts";
import { at } from "./shareOut.ts";
import { hadAgent, secondsOnSale } from "./stops.ts";

/** A draw that was played again, with the name of its class. */
export type Played = { readonly className: string; readonly playing: Playing };

/** What a finding about draws needs to know: a time in seconds, and whether the event was cancelled before it. */
export type Until = { readonly now: number; readonly isCancelled: boolean };

/** Waves of which too few places were claimed. A kept place may still be claimed until keeping ends. */
export function claimedFinding(
  draws: readonly Played[],
  { claimedPercent }: Pick<Thresholds, "claimedPercent">,
  until: Until,
): Finding {
  const flags: Evidence[] = [];
  const rows: (readonly (string | number)[])[] = [];
  let [offered, claimed, lapsed, waiting] = [0, 0, 0, 0];
  for (const { className, playing } of draws) {
    for (const wave of playing.waves) {
      const pending = isKeeping(playing, until) ? wave.keptLeft : 0;
      const isOver = isEnded(wave, until);
      const left = isOver ? wave.places - wave.claimed - pending : 0;
      rows.push([className, wave.number, wave.startAt, wave.places, wave.claimed, wave.accepted, left]);
      offered += wave.places;
      claimed += wave.claimed;
      lapsed += left;
      const share = percent(wave.claimed + pending, wave.places);
      if (!isOver || share >= claimedPercent) continue;
      const note = `Of ${wave.places} places of wave ${wave.number}, ${wave.claimed} were claimed, ${share} %.`;
      flags.push(evidenceAt(wave.log, note, { subject: `class ${playing.run.classId}` }));
    }
    for (const size of [1, 2, 3, 4]) waiting += at(playing.book.parties, size) - at(playing.cutoff, size);
  }
  return {
    says: `Waves offered ${offered} places: ${claimed} were claimed, ${lapsed} lapsed. ${waiting} parties were never offered one.`,
    figures: { offered, claimed, lapsed, waiting, thresholdPercent: claimedPercent },
    flags,
    tables: [{ name: "waves", columns: ["class", "wave", "at", "offered", "claimed", "accepted", "lapsed"], rows }],
  };
}

/** Accepted places that were never granted. */
export function notGrantedFinding(
  draws: readonly Played[],
  { notGrantedPercent }: Pick<Thresholds, "notGrantedPercent">,
  until: Until,
): Finding {
  const flags: Evidence[] = [];
  let [accepted, notGranted] = [0, 0];
  for (const { playing } of draws) {
    const its = playing.waves.reduce((sum, wave) => sum + wave.accepted, 0);
    const left = isKeeping(playing, until) ? 0 : playing.waves.reduce((sum, wave) => sum + wave.keptLeft, 0);
    accepted += its;
    notGranted += left;
    const share = percent(left, its);
    const note = `${left} of ${its} accepted places were never granted, ${share} %.`;
    const first = playing.waves.find(({ keptLeft }) => keptLeft > 0);
    if (share > notGrantedPercent && first !== undefined) {
      flags.push(evidenceAt(first.log, note, { subject: `class ${playing.run.classId}` }));
    }
  }
  return {
    says: `${notGranted} of ${accepted} accepted places were never granted.`,
    figures: { accepted, notGranted, thresholdPercent: notGrantedPercent },
    flags,
  };
}

/** Kept places that lapsed while no agent could grant them. */
export function keptLapsedFinding(draws: readonly Played[]): Finding {
  const lapses = draws.flatMap(({ playing: { lapses, run } }) => lapses.map((lapse) => ({ ...lapse, run })));
  const flags = lapses
    .filter(({ at: time, run }) => !hadAgent(run, time))
    .map(({ places, run }) => ({
      note: `${places} kept places lapsed while no agent was designated.`,
      subject: `class ${run.classId}`,
    }));
  const places = lapses.reduce((sum, lapse) => sum + lapse.places, 0);
  return { says: `${places} kept places lapsed.`, figures: { lapsed: places, withoutAgent: flags.length }, flags };
}

/** Waves whose people had less time than the window, because sales were stopped. */
export function pausedFinding(draws: readonly Played[], until: Until): Finding {
  const flags: Evidence[] = [];
  const rows: (readonly (string | number)[])[] = [];
  for (const { className, playing } of draws) {
    const { run, waves } = playing;
    for (const change of run.changes) rows.push([className, change.at, change.isStopped ? "stopped" : "on sale"]);
    for (const { log, kind } of run.steps) if (kind === "hold") rows.push([className, log.timestamp, "held"]);
    for (const wave of waves) {
      if (until.isCancelled || wave.emptiedAt !== undefined || until.now < wave.deadline) continue;
      const seconds = secondsOnSale(run, wave);
      if (seconds >= wave.window) continue;
      const note = `Of its ${wave.window} seconds, wave ${wave.number} was on sale for ${seconds}.`;
      flags.push(evidenceAt(wave.log, note, { subject: `class ${run.classId}` }));
    }
  }
  const waves = draws.reduce((sum, { playing }) => sum + playing.waves.length, 0);
  return {
    says: `Sales were stopped during ${flags.length} of ${waves} waves, so that people had less time.`,
    figures: { waves, cut: flags.length },
    flags,
    tables: [{ name: "stops", columns: ["class", "at", "what"], rows }],
  };
}

function isEnded(wave: Wave, { now }: Until): boolean {
  return wave.emptiedAt !== undefined || now >= wave.deadline;
}

function isKeeping({ keepUntil, deadline }: Playing, { now }: Until): boolean {
  return now < Math.max(keepUntil, deadline);
}
