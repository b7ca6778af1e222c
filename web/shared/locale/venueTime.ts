import type { Language } from "doorkey/code";
import { LOCALES } from "./languages.ts";

/**
 * Hours and minutes as the clocks of the venue show them.
 *
 * @param seconds Since 1970.
 * @param utcOffset Minutes that the venue is ahead of UTC. Defaults to the device's own.
 */
export function venueTime(seconds: number, language: Language, utcOffset?: number): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const locale = LOCALES[language];
  if (utcOffset === undefined) return new Intl.DateTimeFormat(locale, options).format(seconds * 1_000);
  const shifted = (seconds + 60 * utcOffset) * 1_000;
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(shifted);
}
