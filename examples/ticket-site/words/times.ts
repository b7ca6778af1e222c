/**
 * Formats a time at the venue, in which the reader's time zone has no part.
 *
 * @param iso ISO 8601 with its offset, such as an event's `startsAt`.
 */
export function venueTime(tag: string, iso: string): string {
  // Read as UTC, because the written hour is the hour at the venue.
  const written = new Date(`${iso.slice(0, 16)}Z`);
  return written.toLocaleString(tag, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** Formats seconds as a time at the venue, whose offset from UTC is the one of `iso`. */
export function atVenue(tag: string, seconds: number, iso: string): string {
  return venueTime(tag, new Date((seconds + offsetOf(iso)) * 1_000).toISOString());
}

/** Offset from UTC of an ISO 8601 time, in seconds. */
function offsetOf(iso: string): number {
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Formats the time until a start, such as `in 3 days`. Undefined within a minute of it. */
export function timeUntil(tag: string, startsAt: string, now: number): string | undefined {
  const seconds = Date.parse(startsAt) / 1000 - now;
  for (const [unit, length] of UNITS) {
    const whole = Math.trunc(seconds / length);
    if (whole !== 0) return new Intl.RelativeTimeFormat(tag).format(whole, unit);
  }
  return undefined;
}

/** Formats seconds, such as `4 minutes`. */
export function duration(tag: string, seconds: number): string {
  const [length, unit] = seconds < 90 ? [Math.round(seconds), "second"] : [Math.round(seconds / 60), "minute"];
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(length);
}
