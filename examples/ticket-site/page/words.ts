/** Formats the event's own date and time, in which the phone's time zone has no part. */
export function eventTime(startsAt: string): string {
  // Read as UTC, because the written hour is the hour at the venue.
  const written = new Date(`${startsAt.slice(0, 16)}Z`);
  return written.toLocaleString("en-GB", {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Formats the time until a start as `in 3 days`, `in 20 minutes` or `now`. */
export function timeUntil(startsAt: string, now: number): string {
  const seconds = Date.parse(startsAt) / 1000 - now;
  for (const [unit, length] of UNITS) {
    const whole = Math.trunc(seconds / length);
    if (whole !== 0) return new Intl.RelativeTimeFormat("en").format(whole, unit);
  }
  return "now";
}

export function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** Formats seconds as `4 minutes`. */
export function duration(seconds: number): string {
  const [length, unit] = seconds < 90 ? [Math.round(seconds), "second"] : [Math.round(seconds / 60), "minute"];
  return `${length} ${unit}${length === 1 ? "" : "s"}`;
}
