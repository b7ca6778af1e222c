import { formatInstant } from "doorkey/organizer";
import { isoTime } from "./isoTime.ts";

/**
 * Formats a time in the event's own offset, with UTC beside it: `2027-03-20 18:00 +09:00 (09:00 UTC)`.
 *
 * @param offsetMinutes The event's offset from UTC. If undefined, because no document shows it, UTC stands alone.
 */
export function eventTime(seconds: number, offsetMinutes: number | undefined): string {
  if (offsetMinutes === undefined) return isoTime(seconds);
  const [day, clock] = partsOf(formatInstant(seconds, offsetMinutes));
  if (offsetMinutes === 0) return `${day} ${clock} UTC`;
  const [utcDay, utcClock] = partsOf(formatInstant(seconds));
  const beside = utcDay === day ? utcClock : `${utcDay} ${utcClock}`;
  return `${day} ${clock} ${formatInstant(seconds, offsetMinutes).slice(-6)} (${beside} UTC)`;
}

/** Day and time of day, with seconds only if there are some. */
function partsOf(time: string): readonly [day: string, clock: string] {
  return [time.slice(0, 10), time.slice(11, 19).replace(/:00$/, "")];
}
