import { formatInstant } from "doorkey/organizer";

/** Formats a time as `Fri 25 Dec 18:00` in a time zone. */
export function dayAndTime(seconds: number, timeZone: string): string {
  const options = {
    timeZone,
    weekday: "short",
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  return new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23" }).format(seconds * 1000).replace(",", "");
}

/** Formats a time as `18:15` in a time zone. */
export function clockTime(seconds: number, timeZone: string): string {
  const options = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(seconds * 1000);
}

/** Formats a time as `Fri 25 Dec 18:00 (09:00 UTC)`: in a time zone, with UTC beside it. */
export function timeBesideUtc(seconds: number, timeZone: string): string {
  const [local, utc] = [dayAndTime(seconds, timeZone), dayAndTime(seconds, "UTC")];
  if (local === utc) return `${local} UTC`;
  const sameDay = local.slice(0, -5) === utc.slice(0, -5);
  return `${local} (${sameDay ? clockTime(seconds, "UTC") : utc} UTC)`;
}

/** The time zone of an offset from UTC, as the formats take it: `+09:00`. */
export function zoneOfOffset(offsetMinutes: number | undefined): string {
  return offsetMinutes === undefined || offsetMinutes === 0 ? "UTC" : formatInstant(0, offsetMinutes).slice(-6);
}
