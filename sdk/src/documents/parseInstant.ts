import { readInstant } from "./instant.ts";

/**
 * Reads an ISO 8601 date and time with its offset from UTC, so that it means the same everywhere.
 *
 * @returns Seconds since 1970; undefined for another text, and for a day that does not exist.
 * @example
 * import { parseInstant } from "doorkey/organizer";
 *
 * parseInstant("2027-03-20T18:00:00+09:00"); // 1805533200
 * parseInstant("2027-03-20 18:00"); // undefined
 */
export function parseInstant(text: string): number | undefined {
  const read = readInstant(text);
  return "fault" in read ? undefined : read.seconds;
}

/**
 * Says why `parseInstant` does not read a text.
 *
 * @returns The rest of a sentence, such as `30 February: no such day.`; undefined for a time.
 * @example
 * import { instantFault } from "doorkey/organizer";
 *
 * instantFault("2027-02-30T18:00:00+09:00"); // 30 February: no such day.
 */
export function instantFault(text: string): string | undefined {
  const read = readInstant(text);
  return "fault" in read ? read.fault : undefined;
}
