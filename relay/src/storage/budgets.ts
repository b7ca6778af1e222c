/**
 * What sponsors may spend. An accepted request reserves its highest cost. A final one settles it; one that is never
 * sent gives it back.
 *
 * Many transactions change the same few rows. Each locks requests first, then budgets in the order of sponsor and
 * period, one by one or in a sorted statement. This prevents deadlocks.
 */

import { sql } from "kysely";
import { inOrder } from "./inOrder.ts";
import type { RequestRow } from "./tables.ts";
import type { Db, Tx } from "./transact.ts";

/** A period such as `2026-11-25` or `2026-11`, and the most wei that may be used and reserved in it together. */
export type BudgetLimit = { readonly period: string; readonly limitWei: bigint };

export type Reservation = {
  /** The most that the request may cost. */
  readonly wei: bigint;
  /** Every period that it counts against. */
  readonly limits: readonly BudgetLimit[];
};

/** The day and the month (UTC) of a time, as periods. */
export function periodsOf(time: Date): readonly [day: string, month: string] {
  const day = time.toISOString().slice(0, 10);
  return [day, day.slice(0, 7)];
}

/** A reservation that a sponsor's request needs. */
export type Wish = { readonly sponsor: string; readonly reservation: Reservation };

/** The row of a budget, while it is locked. */
type Locked = { readonly sponsor: string; readonly period: string; reserved: bigint; readonly used: bigint };

/**
 * Lets `decide` reserve for wishes in turn, each in all of its periods or in none, and writes the sums at once. The rows
 * are locked from the first wish on, so any number of replicas stays within the limits.
 *
 * @param decide Called for each wish. The function it gets reserves, and returns the first period that does not have enough left.
 */
export async function reserveEach(
  tx: Tx,
  wishes: readonly Wish[],
  decide: (index: number, reserve: () => string | undefined) => void,
): Promise<void> {
  if (wishes.length === 0) return;
  const budgets = await lockBudgets(tx, wishes);
  for (const [i, wish] of wishes.entries()) decide(i, () => reserveIn(budgets, wish));
  const values = [...budgets.values()].map(({ sponsor, period, reserved }) => {
    return { sponsor, period, reserved: String(reserved) };
  });
  await sql`
    update budgets set reserved_wei = changed.reserved
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as changed(sponsor text, period text, reserved numeric)
    where budgets.sponsor = changed.sponsor and budgets.period = changed.period`.execute(tx);
}

function reserveIn(budgets: ReadonlyMap<string, Locked>, { sponsor, reservation: { wei, limits } }: Wish) {
  const full = limits.find(({ period, limitWei }) => {
    const { reserved, used } = budgets.get(keyOf({ sponsor, period })) as Locked;
    return reserved + used + wei > limitWei;
  });
  if (full !== undefined) return full.period;
  for (const { period } of limits) (budgets.get(keyOf({ sponsor, period })) as Locked).reserved += wei;
  return undefined;
}

const keyOf = ({ sponsor, period }: Pick<Locked, "sponsor" | "period">): string => JSON.stringify([sponsor, period]);

/** The rows of all periods, locked in their order. */
async function lockBudgets(tx: Tx, wishes: readonly Wish[]): Promise<ReadonlyMap<string, Locked>> {
  const all = wishes.flatMap(({ sponsor, reservation: { limits } }) =>
    limits.map(({ period }) => ({ sponsor, period })),
  );
  const values = [...new Map(all.map((one) => [keyOf(one), one])).values()];
  const rows = () =>
    sql<Locked>`
    select budgets.sponsor, budgets.period, reserved_wei as reserved, used_wei as used
    from budgets join jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as wanted(sponsor text, period text)
      on budgets.sponsor = wanted.sponsor and budgets.period = wanted.period
    order by budgets.sponsor collate "C", budgets.period collate "C" for update of budgets`.execute(tx);
  let found = (await rows()).rows;
  if (found.length < values.length) {
    await tx
      .insertInto("budgets")
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    found = (await rows()).rows;
  }
  return new Map(found.map((row) => [keyOf(row), row]));
}

/** Gives back what a request reserved. */
export function release(tx: Tx, row: RequestRow): Promise<void> {
  return unreserve(tx, row.sponsor, row.reserved_wei, row.reserved_periods);
}

/** Part of a mined request's cost that stays reserved beside it, because a reorg may make the transaction dearer. */
const MARGIN = 8n;

/**
 * Gives back what mined requests reserved beyond their cost and a small margin. The rest is settled when their block is
 * deep enough.
 *
 * @param again Requests that wait again although their transaction was mined. Their part of its cost is used at once, and
 * they keep their reservation for the next transaction.
 */
export async function keepMargin(
  tx: Tx,
  rows: readonly RequestRow[],
  again: readonly RequestRow[] = [],
): Promise<void> {
  const kept = rows.flatMap((row) => {
    const wei = row.charged_wei + row.charged_wei / MARGIN;
    return wei < row.reserved_wei ? [{ row, wei }] : [];
  });
  const sums = new Map<string, { row: RequestRow; back: bigint; paid: bigint }>();
  const add = (row: RequestRow, back: bigint, paid: bigint) => {
    const key = JSON.stringify([row.sponsor, row.reserved_periods]);
    const sum = sums.get(key) ?? { row, back: 0n, paid: 0n };
    sums.set(key, { row, back: sum.back + back, paid: sum.paid + paid });
  };
  for (const { row, wei } of kept) add(row, row.reserved_wei - wei, 0n);
  for (const row of again) add(row, 0n, row.charged_wei);
  for (const [, { row, back, paid }] of inOrder(sums, ([key]) => key)) {
    await change(tx, row.sponsor, row.reserved_periods, -back, paid);
  }
  if (kept.length === 0) return;
  const values = JSON.stringify(kept.map(({ row: { digest }, wei }) => ({ digest, wei: String(wei) })));
  await sql`
    update requests set reserved_wei = kept.wei
    from jsonb_to_recordset(${values}::jsonb) as kept(digest text, wei numeric)
    where requests.digest = kept.digest`.execute(tx);
}

/**
 * Replaces what requests reserved by what they cost, in the periods in which each reserved. Afterwards they reserve
 * nothing, so settling again changes nothing.
 */
export async function settle(tx: Tx, rows: readonly RequestRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sums = new Map<string, { row: RequestRow; reserved: bigint; charged: bigint }>();
  for (const row of rows) {
    if (row.reserved_periods.length === 0) continue;
    const key = JSON.stringify([row.sponsor, row.reserved_periods]);
    const sum = sums.get(key) ?? { row, reserved: 0n, charged: 0n };
    sums.set(key, { row, reserved: sum.reserved + row.reserved_wei, charged: sum.charged + row.charged_wei });
  }
  for (const [, { row, reserved, charged }] of inOrder(sums, ([key]) => key)) {
    await change(tx, row.sponsor, row.reserved_periods, -reserved, charged);
  }
  await tx
    .updateTable("requests")
    .set({ reserved_wei: 0n, reserved_periods: [] })
    .where(
      "digest",
      "in",
      rows.map(({ digest }) => digest),
    )
    .execute();
}

async function unreserve(tx: Tx, sponsor: string, wei: bigint, periods: readonly string[]): Promise<void> {
  if (wei > 0n) await change(tx, sponsor, periods, -wei, 0n);
}

async function change(
  tx: Tx,
  sponsor: string,
  periods: readonly string[],
  reserved: bigint,
  used: bigint,
): Promise<void> {
  for (const period of inOrder(periods, (period) => period)) {
    await tx
      .updateTable("budgets")
      .set({ reserved_wei: sql<bigint>`reserved_wei + ${reserved}`, used_wei: sql<bigint>`used_wei + ${used}` })
      .where("sponsor", "=", sponsor)
      .where("period", "=", period)
      .execute();
  }
}

export type Usage = { readonly period: string; readonly reservedWei: bigint; readonly usedWei: bigint };

/** What a sponsor reserved and used in these periods. A period without a row counts as zero. */
export async function usageOf(db: Db, sponsor: string, periods: readonly string[]): Promise<Usage[]> {
  const rows = await db
    .selectFrom("budgets")
    .selectAll()
    .where("sponsor", "=", sponsor)
    .where("period", "in", [...periods])
    .execute();
  return periods.map((period) => {
    const row = rows.find((candidate) => candidate.period === period);
    return { period, reservedWei: row?.reserved_wei ?? 0n, usedWei: row?.used_wei ?? 0n };
  });
}
