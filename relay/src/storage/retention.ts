/** Drops what is older than an operator keeps it, in small steps, so that no lock lasts. */

import { type RawBuilder, sql } from "kysely";
import type { Db } from "./transact.ts";

/** Rows of one step. */
const STEP = 1_000;

/**
 * Tables with old rows, in the order in which rows refer to one another. A row is old when it is final, and both its
 * last change and its deadline lie that many days back. So no request is executed twice: its deadline has passed, and the
 * chain takes no second return of a right. Rows of `signers` and `audit_log` stay.
 */
function stepsOf(days: number): readonly (readonly [table: string, step: RawBuilder<unknown>])[] {
  const cutoff = sql`clock_timestamp() - make_interval(days => ${days})`;
  const over = sql`('confirmed', 'rejected', 'expired', 'superseded', 'executed_elsewhere', 'cancelled')`;
  const old = sql`state in ${over} and updated_at < ${cutoff} and reserved_wei = 0
    and (kind = 'return' or deadline < extract(epoch from ${cutoff}))`;
  return [
    [
      "webhook_deliveries",
      sql`delete from webhook_deliveries where id in (
        select d.id from webhook_deliveries d join status_events e on e.seq = d.seq
        where d.state <> 'waiting' and d.created_at < ${cutoff} and e.created_at < ${cutoff} limit ${STEP})`,
    ],
    [
      "status_events",
      sql`delete from status_events where seq in (
        select seq from status_events e where created_at < ${cutoff} and fanned_out_at is not null
          and not exists (select 1 from webhook_deliveries d where d.seq = e.seq)
          and not exists (select 1 from requests r where r.digest = e.digest and not (${old})) limit ${STEP})`,
    ],
    [
      "requests",
      sql`delete from requests where digest in (
        select digest from requests r where ${old}
          and not exists (select 1 from status_events e where e.digest = r.digest)
        limit ${STEP} for update skip locked)`,
    ],
    [
      "attempts",
      sql`delete from attempts where hash in (
        select a.hash from attempts a join transactions t on t.id = a.tx_id
        where t.state in ('final', 'displaced') and t.created_at < ${cutoff} and a.created_at < ${cutoff}
          and not exists (select 1 from requests r where r.tx_id = t.id) limit ${STEP})`,
    ],
    [
      "transactions",
      sql`delete from transactions where id in (
        select id from transactions t where state in ('final', 'displaced') and created_at < ${cutoff}
          and not exists (select 1 from requests r where r.tx_id = t.id)
          and not exists (select 1 from attempts a where a.tx_id = t.id) limit ${STEP})`,
    ],
    [
      // A period counts from its end: the day after a day, the first of the next month after a month. What stands behind
      // it names the share of calls without a key.
      "budgets",
      sql`delete from budgets where (sponsor, period) in (
        select sponsor, period from budgets where reserved_wei = 0
          and case length(split_part(period, '/', 1)) when 10 then split_part(period, '/', 1)::date + 1
              else (split_part(period, '/', 1) || '-01')::date + interval '1 month' end < ${cutoff} limit ${STEP})`,
    ],
    [
      "prepared_nonces",
      sql`delete from prepared_nonces where from_address in (
        select from_address from prepared_nonces where used_at < ${cutoff} limit ${STEP})`,
    ],
    ["replicas", sql`delete from replicas where seen_at < ${cutoff}`],
    ["admin_sessions", sql`delete from admin_sessions where expires_at < clock_timestamp()`],
  ];
}

/** How many rows of each table were dropped. */
export type Dropped = Readonly<Record<string, number>>;

/**
 * Drops old rows of every table. Several replicas may do it at once.
 *
 * @param days How long a final row is kept.
 * @param isOver Whether to stop between two steps.
 * @example
 * const dropped = await dropOldRows(db, 90); // { requests: 1200, attempts: 40, … }
 */
export async function dropOldRows(db: Db, days: number, isOver: () => boolean = () => false): Promise<Dropped> {
  const dropped: Record<string, number> = {};
  for (const [table, step] of stepsOf(days)) {
    for (let rows = STEP; rows === STEP && !isOver(); ) {
      rows = Number((await step.execute(db)).numAffectedRows ?? 0n);
      if (rows > 0) dropped[table] = (dropped[table] ?? 0) + rows;
    }
  }
  return dropped;
}
