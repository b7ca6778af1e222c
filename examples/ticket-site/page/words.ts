/** The event's own date and time, whatever zone the phone is in. */
export function eventTime(startsAt: string): string {
  // Read as if it were UTC: the written hour is what counts at the venue.
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

/** `in 3 days`, `in 20 minutes`, `now`. */
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

/** `4 minutes`, of seconds. */
export function duration(seconds: number): string {
  const [length, unit] = seconds < 90 ? [Math.round(seconds), "second"] : [Math.round(seconds / 60), "minute"];
  return `${length} ${unit}${length === 1 ? "" : "s"}`;
}
