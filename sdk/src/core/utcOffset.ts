/** Minutes by which the clocks of the world may differ from UTC. */
export const MIN_UTC_OFFSET = -12 * 60;
export const MAX_UTC_OFFSET = 14 * 60;

/** How a time ends that says its offset from UTC: `+11:00`, `+1100`, `+11` or `Z`. */
export const ZONE = String.raw`(?:[Zz]|[+-]\d{2}(?::?\d{2})?)`;

const PARTS = /^(?:[Zz]|([+-])(\d{2})(?::?(\d{2}))?)$/;
const TIME = new RegExp(String.raw`[Tt ]\d{2}:?\d{2}[\d:.,]* ?(${ZONE})$`);

/**
 * The offset from UTC that a time was written with, such as the one in which an event's document has its times.
 *
 * @param time A time of ISO 8601, such as an event's `startsAt`.
 * @returns Minutes ahead of UTC. Undefined for a text that is not a time with an offset that clocks show.
 * @example
 * import { utcOffsetOf } from "doorkey/organizer";
 *
 * utcOffsetOf("2027-03-20T18:00:00+09:00"); // 540
 */
export function utcOffsetOf(time: string): number | undefined {
  const [, zone] = typeof time === "string" ? (TIME.exec(time.trim()) ?? []) : [];
  return zone === undefined ? undefined : minutesOfZone(zone);
}

/** Minutes ahead of UTC of an offset such as `+09:00`. Undefined if clocks show no such offset. */
export function minutesOfZone(zone: string): number | undefined {
  const [whole, sign, hours = "00", minutes = "00"] = PARTS.exec(zone) ?? [];
  const ahead = Number(hours) * 60 + Number(minutes);
  const offset = sign === "-" ? 0 - ahead : ahead;
  const isShown = whole !== undefined && Number(minutes) < 60;
  return isShown && offset >= MIN_UTC_OFFSET && offset <= MAX_UTC_OFFSET ? offset : undefined;
}

/** Writes an offset in minutes as the end of a time: `+09:00`. */
export function zoneOfMinutes(offset: number): string {
  const digits = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(Math.abs(offset) / 60)}:${digits(Math.abs(offset) % 60)}`;
}
