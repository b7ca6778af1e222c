import type { Language } from "doorkey/code";
import { LOCALES } from "./languages.ts";

/**
 * A day and a time as the clocks of the venue show them, in which the reader's time zone has no part.
 *
 * @param iso ISO 8601 with its offset, such as an event's `startsAt`.
 */
export function venueDay(language: Language, iso: string): string {
  // Read as UTC, because the written hour is the hour at the venue.
  const written = new Date(`${iso.slice(0, 16)}Z`);
  if (Number.isNaN(written.getTime())) return iso;
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(written);
}

/** Seconds as a day and a time at the venue, whose offset from UTC is that of `iso`. */
export function atVenue(language: Language, seconds: number, iso: string): string {
  return venueDay(language, new Date((seconds + offsetOf(iso)) * 1_000).toISOString());
}

/** Offset from UTC of an ISO 8601 time, in seconds. */
export function offsetOf(iso: string): number {
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** The time until a start, such as `in 3 days`. Undefined within a minute of it, and after it. */
export function timeUntil(language: Language, startsAt: string, now: number): string | undefined {
  const seconds = Date.parse(startsAt) / 1_000 - now;
  const unit = UNITS.find(([, length]) => seconds >= length);
  if (unit === undefined) return undefined;
  const [name, length] = unit;
  return new Intl.RelativeTimeFormat(LOCALES[language]).format(Math.floor(seconds / length), name);
}

/** Seconds in words, such as `4 minutes`. */
export function duration(language: Language, seconds: number): string {
  const [length, unit] = seconds < 90 ? [Math.round(seconds), "second"] : [Math.round(seconds / 60), "minute"];
  return new Intl.NumberFormat(LOCALES[language], { style: "unit", unit, unitDisplay: "long" }).format(length);
}
