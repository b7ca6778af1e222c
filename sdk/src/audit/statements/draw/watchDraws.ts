import type { AuditLog } from "../../Audit.ts";

/** Logs of the draw of one class. */
export type SeenDraw = {
  opened: AuditLog | undefined;
  settled: AuditLog | undefined;
  readonly lists: AuditLog[];
  readonly appeals: AuditLog[];
};

/** What the logs have of the draws of an event, and of the beacon. */
export type SeenDraws = {
  /** Empty for a class without a draw. */
  of(classId: number): SeenDraw;
  /** The log that proved a round. */
  proofOf(round: number): AuditLog | undefined;
};

/** Collects the logs of the draws of an event up to the draw itself. */
export function watchDraws(eventId: number): { readonly see: (log: AuditLog) => void; readonly seen: SeenDraws } {
  const draws = new Map<number, SeenDraw>();
  const rounds = new Map<number, AuditLog>();

  function drawOf(classId: number): SeenDraw {
    const draw = draws.get(classId) ?? { opened: undefined, settled: undefined, lists: [], appeals: [] };
    draws.set(classId, draw);
    return draw;
  }

  const readers: Readonly<Record<string, (draw: SeenDraw, log: AuditLog) => void>> = {
    DrawOpened: (draw, log) => {
      draw.opened = log;
    },
    DrawSettled: (draw, log) => {
      draw.settled = log;
    },
    EntrantsListed: (draw, log) => void draw.lists.push(log),
    EntrantAppealed: (draw, log) => void draw.appeals.push(log),
  };
  const see = (log: AuditLog) => {
    if (log.name === "RoundProven") rounds.set(Number(log.args.round), log);
    if (log.contract !== "Ballot" || Number(log.args.eventId) !== eventId) return;
    readers[log.name]?.(drawOf(Number(log.args.classId)), log);
  };
  return { see, seen: { of: drawOf, proofOf: (round) => rounds.get(round) } };
}
