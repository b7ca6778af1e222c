import type { BudgetLimit } from "../storage/index.ts";
import type { Budget } from "./Sponsor.ts";

/** Behind a period, for what calls without a key use of it. */
const KEYLESS = "/keyless";

/**
 * What a call counts against. Calls without a key count against a share of their own too, so that whoever has a gate's
 * phone cannot use up what sales need.
 *
 * @param periods The day and the month.
 */
export function budgetLimits(budget: Budget, periods: readonly string[], keyless: boolean): BudgetLimit[] {
  const all = keyless ? [...periods, ...periods.map((period) => `${period}${KEYLESS}`)] : periods;
  return all.map((period) => ({ period, limitWei: limitOf(budget, period) }));
}

/** The limit of a period, or of its share without a key, in wei. */
export function limitOf({ perDay, perMonth, keylessPercent }: Budget, period: string): bigint {
  const limit = period.replace(KEYLESS, "").length > "2026-11".length ? perDay : perMonth;
  return period.endsWith(KEYLESS) ? (limit * BigInt(keylessPercent)) / 100n : limit;
}
