import type { DatabaseSync } from "node:sqlite";

/** A step back that time servers make when they correct a clock. */
const TOLERANCE_SECONDS = 5;

/** The clock shows a time before what the hub stored last. */
export class ClockSetBack extends Error {
  override readonly name = "ClockSetBack";
}

/**
 * Refuses to work with a clock that was set back, because entries would come before those that they followed.
 *
 * @param now Seconds since 1970.
 * @throws ClockSetBack
 */
export function assertClockRunsOn(db: DatabaseSync, now: number): void {
  const row = db
    .prepare("select max(coalesce((select max(at) from scan), 0), coalesce((select max(stored) from entry), 0)) as at")
    .get();
  const last = Number(row?.at ?? 0);
  if (now >= last - TOLERANCE_SECONDS) return;
  const minutes = Math.max(1, Math.round((last - now) / 60));
  throw new ClockSetBack(
    `This machine's clock is ${minutes} min behind the last scan that the hub stored. Set the clock. ` +
      "If the clock is right and was wrong before, start with --trust-clock.",
  );
}
