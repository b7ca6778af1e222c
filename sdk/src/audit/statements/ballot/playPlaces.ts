import { evidenceAt } from "../../evidenceAt.ts";
import type { Standing } from "./DrawBook.ts";
import type { DrawnRight, DrawStep } from "./DrawStep.ts";
import { countOf, isInWave, type Mark, markOf, type Playing, takeOpen, waveFault } from "./Playing.ts";

type StepOf<kind extends DrawStep["kind"]> = Extract<DrawStep, { readonly kind: kind }>;

/** An entrant of the running wave keeps the places of its party. */
export function playAccept(playing: Playing, { log, key, places }: StepOf<"accept">): void {
  const now = log.timestamp;
  const standing = playing.book.find(key);
  const fault = (note: string) => waveFault(playing, log, note);
  if (standing === undefined) {
    fault("A place was kept for a person who is not in the draw.");
    return;
  }
  const mark = markOf(playing, standing);
  if (!isInWave(playing, standing, now))
    fault(`A place was kept for rank ${standing.rank}, which was not offered one.`);
  if (now >= playing.keepUntil) fault("A place was kept after the end of keeping.");
  if (mark.isKept) fault("A place was kept twice.");
  if (places !== standing.size - countOf(mark)) fault("More or fewer places were kept than the party had left.");
  mark.isKept = true;
  playing.kept += places;
  if (mark.wave !== undefined) {
    mark.wave.accepted += places;
    mark.wave.keptLeft += places;
  }
  takeOpen(playing, places, now);
}

/** An admin lets an entrant, who took its place, be granted one right more. */
export function playRestore(playing: Playing, { log, key }: StepOf<"restore">): void {
  const standing = playing.book.find(key);
  const times = (playing.restored.get(key) ?? 0) + 1;
  const taken = standing === undefined ? 0 : takenBy(playing, markOf(playing, standing), standing);
  if (times > taken) waveFault(playing, log, "A place was restored that was not taken.");
  playing.restored.set(key, times);
}

/** Each right of a grant must be for an entrant who was offered a place, or keeps one. */
export function playGrant(playing: Playing, { log, rights, counts }: StepOf<"grant">): void {
  const live = rights.filter(({ isRefused }) => !isRefused);
  let others = 0;
  for (const right of live) if (!take(playing, right, log)) others++;
  if (others === 0) return;
  const reserved = playing.kept + (log.timestamp < playing.deadline ? playing.open : 0);
  if (counts.granted + live.length + counts.freed + reserved <= counts.supply) return;
  playing.grantFaults.push(evidenceAt(log, "The grant took places that were kept or offered to others."));
}

/** Takes the place of a right's entrant. Returns false if the right took a place that no entrant was offered. */
function take(playing: Playing, right: DrawnRight, log: StepOf<"grant">["log"]): boolean {
  const now = log.timestamp;
  const fault = (note: string): true => {
    playing.grantFaults.push(evidenceAt(log, note, { rightId: right.rightId, subject: right.key }));
    return true;
  };
  const isOpen = playing.stage === "openSale";
  if (playing.stage === "drawn") return fault("The right was granted before the draw.");
  const standing = right.key === undefined ? undefined : playing.book.find(right.key);
  if (standing === undefined) {
    if (isOpen) return false;
    return fault(right.key === undefined ? "The right has no person." : "Its person is not in the draw.");
  }
  const mark = markOf(playing, standing);
  const isTaken = playing.run.byHolder ? countOf(mark) >= standing.size : takenBy(playing, mark, standing) > 0;
  const isKept = mark.isKept && now < playing.keepUntil;
  if (!isTaken && (isKept || isInWave(playing, standing, now))) {
    settleTake(playing, mark, standing, now);
    return true;
  }
  if (isOpen) return false;
  const restored = playing.restored.get(right.key ?? "") ?? 0;
  if (restored > 0) {
    playing.restored.set(right.key ?? "", restored - 1);
    return false;
  }
  return fault(isTaken ? "Its entrant had taken the place already." : `Rank ${standing.rank} was not offered a place.`);
}

function settleTake(playing: Playing, mark: Mark, { member }: Standing, now: number): void {
  mark.taken |= 1 << (playing.run.byHolder ? countOf(mark) : member);
  if (mark.wave !== undefined) {
    mark.wave.claimed++;
    if (mark.isKept) mark.wave.keptLeft--;
  }
  if (mark.isKept) playing.kept--;
  else takeOpen(playing, 1, now);
}

/** Places that the entrant itself took: in a draw by key those of its whole party. */
function takenBy({ run }: Pick<Playing, "run">, mark: Mark, { member }: Standing): number {
  return run.byHolder ? countOf(mark) : (mark.taken >> member) & 1;
}
