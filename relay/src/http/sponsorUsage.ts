import type { RelayUsage } from "doorkey/relay";
import type { Intake } from "../intake/Intake.ts";
import { periodsOf, usageOf } from "../storage/index.ts";

/** What a sponsor used of its budget, in wei. One that left the configuration has a limit of 0. */
export async function sponsorUsage(intake: Intake, id: string): Promise<RelayUsage> {
  const budget = intake.config().sponsors.find((one) => one.id === id)?.budget ?? { perDay: 0n, perMonth: 0n };
  const periods = periodsOf(intake.now());
  const [day, month] = await usageOf(intake.db, id, periods);
  const { paused } = await intake.state();
  const usage = (period: string, limit: bigint, used: typeof day) => ({
    period,
    limit: String(limit),
    reserved: String(used?.reservedWei ?? 0n),
    spent: String(used?.usedWei ?? 0n),
  });
  return {
    sponsor: id,
    paused: paused.has("all") || paused.has(`sponsor:${id}`),
    day: usage(periods[0], budget.perDay, day),
    month: usage(periods[1], budget.perMonth, month),
  };
}
