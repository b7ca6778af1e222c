import { named } from "../core/given.ts";
import { MONTHS } from "../core/months.ts";
import { PageError } from "../core/PageError.ts";
import { MAX_UTC_OFFSET, MIN_UTC_OFFSET, minutesOfZone, ZONE, zoneOfMinutes } from "../core/utcOffset.ts";

/** Seconds since 1970. */
export type Instant = number;

/** A time that was read: its moment, and the offset from UTC that it was written with. */
export type InstantReading = {
  readonly seconds: Instant;
  readonly offsetMinutes: number;
};

/** Why a text is not a time, as the rest of a sentence. */
export type InstantFault = { readonly fault: string };

const EXAMPLE = '"2027-03-20T18:00:00+09:00"';
const CLOCK = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`;
const INSTANT = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ]${CLOCK}(${ZONE})?)?$`);
const TIME_OF_DAY = new RegExp(`^${CLOCK}(${ZONE})?$`);

/**
 * Reads a date and time with its offset from UTC, in the forms of ISO 8601 that people and shops write: with fractions
 * of a second, which are dropped, with the offset as `+11:00`, `+1100`, `+11` or `Z`, and 24:00 as the end of a day.
 */
export function readInstant(value: unknown): InstantReading | InstantFault {
  const shown = JSON.stringify(value);
  const match = typeof value === "string" ? INSTANT.exec(value.trim()) : null;
  if (match === null) return { fault: `must be a time such as ${EXAMPLE}, with its offset, not ${shown}.` };
  const [, year = "", month = "", day = "", hour, minute = "", second = "00", zone] = match;
  const dayFault = faultOfDay(Number(year), Number(month), Number(day));
  if (dayFault !== undefined) return { fault: dayFault };
  if (hour === undefined) return { fault: `is a day without a time; write it as in ${EXAMPLE}, not ${shown}.` };
  const clockFault = faultOfClock(hour, minute, second);
  if (clockFault !== undefined) return { fault: clockFault };
  if (zone === undefined) {
    return { fault: `has no offset from UTC; write it as in ${EXAMPLE}, with its offset, not ${shown}.` };
  }
  const offset = minutesOfZone(zone);
  if (offset === undefined) return { fault: `${zone}: no such offset from UTC.` };
  const clock = Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  const seconds = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1_000 + clock - offset * 60;
  return seconds >= 0
    ? { seconds, offsetMinutes: offset }
    : { fault: `is before 1970, not a time of an event: ${shown}.` };
}

/**
 * Reads a time of day such as `18:00` as that time on the day of another moment, in its offset. A time of day with an
 * offset of its own keeps it.
 *
 * @returns Undefined if the text is not a time of day.
 */
export function readTimeOfDay(
  text: string,
  { seconds, offsetMinutes }: InstantReading,
): InstantReading | InstantFault | undefined {
  const match = TIME_OF_DAY.exec(text.trim());
  if (match === null) return undefined;
  const [day = ""] = formatInstant(seconds, offsetMinutes).split("T");
  return readInstant(`${day}T${text.trim()}${match.at(-1) === undefined ? zoneOfMinutes(offsetMinutes) : ""}`);
}

/**
 * Formats a time in an offset from UTC, as ISO 8601.
 *
 * @param seconds Seconds since 1970.
 * @param offsetMinutes Minutes from UTC to the time of the place. Defaults to 0.
 * @throws VALUE_INVALID for a value that is not a time, or an offset that no clock shows.
 * @example
 * import { formatInstant } from "doorkey/organizer";
 *
 * formatInstant(1805533200, 540); // 2027-03-20T18:00:00+09:00
 */
export function formatInstant(seconds: Instant, offsetMinutes = 0): string {
  if (!Number.isInteger(offsetMinutes) || offsetMinutes < MIN_UTC_OFFSET || offsetMinutes > MAX_UTC_OFFSET) {
    throw invalid(`offsetMinutes must be ${MIN_UTC_OFFSET} to ${MAX_UTC_OFFSET}, not ${named(offsetMinutes)}.`);
  }
  const date = new Date(typeof seconds === "number" ? (seconds + offsetMinutes * 60) * 1_000 : Number.NaN);
  if (Number.isNaN(date.getTime())) throw invalid(`seconds must be a time, not ${named(seconds)}.`);
  const local = date.toISOString().slice(0, 19);
  return `${local}${zoneOfMinutes(offsetMinutes)}`;
}

function invalid(detail: string): PageError {
  return new PageError("VALUE_INVALID", { details: [detail] });
}

function faultOfDay(year: number, month: number, day: number): string | undefined {
  const name = MONTHS[month - 1];
  if (name === undefined) return `${month}: no such month.`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day >= 1 && day <= days) return undefined;
  return `${day} ${name}${month === 2 && day === 29 ? ` ${year}` : ""}: no such day.`;
}

function faultOfClock(hour: string, minute: string, second: string): string | undefined {
  const isEnd = hour === "24" && minute === "00" && second === "00";
  if (isEnd || (Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60)) return undefined;
  return `${hour}:${minute}${second === "00" ? "" : `:${second}`}: no such time.`;
}
