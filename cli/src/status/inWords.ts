import { count } from "../terminal/Terminal.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `in 3 days`, `in 5 hours`, `in 12 minutes`: whole units, rounded down. */
export function inWords(seconds: number): string {
  if (seconds >= 2 * DAY) return `in ${count(Math.floor(seconds / DAY), "day")}`;
  if (seconds >= 2 * HOUR) return `in ${count(Math.floor(seconds / HOUR), "hour")}`;
  return `in ${count(Math.floor(seconds / MINUTE), "minute")}`;
}
