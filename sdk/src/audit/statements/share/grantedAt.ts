import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { percent } from "../percent.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The moments at which the rights of the public are counted, in seconds from the opening of sales or of doors. */
const MOMENTS = [
  { name: "grantedToPublicPercentHour", from: "salesOpenAt", after: HOUR },
  { name: "grantedToPublicPercentDay", from: "salesOpenAt", after: DAY },
  { name: "grantedToPublicPercentDoors", from: "doorsOpenAt", after: 0 },
] as const;

/** Counts which share of the granted rights is of public classes, an hour and a day after sales open, and at doors. */
export function grantedAt(eventId: number) {
  const figures: Record<string, number> = {};

  function count(state: IndexState, time: number): void {
    const event = state.events.get(eventId);
    if (event === undefined) return;
    for (const { name, from, after } of MOMENTS) {
      if (name in figures || time < event.schedule[from] + after) continue;
      const all = event.classes.reduce((sum, { granted }) => sum + granted, 0);
      const ofPublic = event.classes.reduce((sum, { granted, reserved }) => sum + (reserved ? 0 : granted), 0);
      figures[name] = percent(ofPublic, all);
    }
  }

  return {
    see: (log: AuditLog, before: IndexState): void => count(before, log.timestamp),
    /** The figures of all moments before `time`. */
    end: (state: IndexState, time: number): Readonly<Record<string, number>> => {
      count(state, time);
      return figures;
    },
  };
}
