const ISO_INSTANT = /^(\d{4}-\d{2}-(\d{2}))T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

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
  const [, date, day] = ISO_INSTANT.exec(text) ?? [];
  const time = Date.parse(text) / 1000;
  if (date === undefined || !(time >= 0)) return undefined;
  // Date.parse reads 30 February as 2 March.
  return new Date(`${date}T00:00Z`).getUTCDate() === Number(day) ? time : undefined;
}
