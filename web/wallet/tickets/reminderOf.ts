import { startOf } from "./startOf.ts";
import type { Ticket } from "./Ticket.ts";

const DAY = 86_400;

/** The test that is due: a week before the start, and a day before. Undefined if none is, or if it was made. */
export function reminderOf(ticket: Ticket, now: number): "week" | "day" | undefined {
  const { pass, tested } = ticket;
  const start = Date.parse(startOf(ticket) ?? "") / 1_000;
  const left = start - now;
  if (pass === undefined || Number.isNaN(left) || left <= 0) return undefined;
  if (left <= DAY) return tested === "day" ? undefined : "day";
  return left <= 7 * DAY && tested === undefined ? "week" : undefined;
}
