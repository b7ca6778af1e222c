import { utcOffsetOf } from "../core/utcOffset.ts";

/** The start of an event that moved by so many seconds, in the UTC offset that its document uses. */
export function rescheduledStart(startsAt: string, seconds: number): string {
  if (seconds === 0) return startsAt;
  const offset = 60 * (utcOffsetOf(startsAt) ?? 0);
  // The clock of the venue, written as if it were UTC.
  const local = new Date(Date.parse(startsAt) + (offset + seconds) * 1_000).toISOString().slice(0, 19);
  return `${local}${startsAt.endsWith("Z") ? "Z" : startsAt.slice(-6)}`;
}
