import { utcOffsetOf, zoneOfMinutes } from "../core/utcOffset.ts";

/** The start of an event that moved by so many seconds, in the UTC offset that its document uses. */
export function rescheduledStart(startsAt: string, seconds: number): string {
  if (seconds === 0) return startsAt;
  const utcOffset = utcOffsetOf(startsAt) ?? 0;
  // The clock of the venue, written as if it were UTC.
  const local = new Date(Date.parse(startsAt) + (60 * utcOffset + seconds) * 1_000).toISOString().slice(0, 19);
  return `${local}${startsAt.endsWith("Z") ? "Z" : zoneOfMinutes(utcOffset)}`;
}
