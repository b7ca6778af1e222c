/** Webhook deliveries in the database. Any replica delivers; one replica at a time holds a row. */

import { sql } from "kysely";
import { type Db, type StatusEvent, type Tx, takeNewEvents, transact } from "../storage/index.ts";

export type Delivery = {
  readonly id: number;
  readonly attempts: number;
  readonly ageSeconds: number;
  readonly event: StatusEvent;
};

/** Events that are fanned out at once. */
const FAN_OUT = 200;

/** Writes a row for each new event and each endpoint that follows its sponsor. Returns how many events there were. */
export function fanOut(db: Db, endpointsOf: (sponsor: string) => readonly string[]): Promise<number> {
  return transact(db, async (tx) => {
    const events = await takeNewEvents(tx, FAN_OUT);
    const rows = events.flatMap(({ seq, sponsor }) => endpointsOf(sponsor).map((endpoint) => ({ endpoint, seq })));
    if (rows.length > 0) {
      await tx
        .insertInto("webhook_deliveries")
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return events.length;
  });
}

/** Takes up to `limit` due deliveries, oldest events first. No other replica takes them for `holdSeconds`. */
export async function takeDue(db: Db, endpoint: string, limit: number, holdSeconds: number): Promise<Delivery[]> {
  const { rows } = await sql<{ id: number; attempts: number; age: number } & StatusEvent>`
    with due as (
      select id from webhook_deliveries
       where endpoint = ${endpoint} and state = 'waiting' and due_at <= clock_timestamp()
       order by seq limit ${limit} for update skip locked),
    taken as (
      update webhook_deliveries d
         set attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => ${holdSeconds})
        from due where d.id = due.id
      returning d.id, d.attempts, d.seq, extract(epoch from clock_timestamp() - d.created_at)::float8 as age)
    select taken.id, taken.attempts, taken.age, e.seq, e.digest, e.sponsor, e.status
      from taken join status_events e on e.seq = taken.seq order by e.seq`.execute(db);
  return rows.map(({ id, attempts, age, ...event }) => ({ id, attempts, ageSeconds: age, event }));
}

export async function markDelivered(db: Db, id: number): Promise<void> {
  await db
    .updateTable("webhook_deliveries")
    .set({ state: "delivered", last_fault: null })
    .where("id", "=", id)
    .execute();
}

/** Schedules the next try in `seconds`. Without `seconds` there is none. */
export async function markFailed(db: Db, id: number, fault: string, seconds: number | undefined): Promise<void> {
  await db
    .updateTable("webhook_deliveries")
    .set({
      last_fault: fault,
      state: seconds === undefined ? "dead" : "waiting",
      due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds ?? 0})`,
    })
    .where("id", "=", id)
    .execute();
}

/** Gives back deliveries that were taken and not tried. */
export async function putBack(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("webhook_deliveries")
    .set({ attempts: sql<number>`attempts - 1`, due_at: sql<Date>`clock_timestamp()` })
    .where("id", "in", [...ids])
    .execute();
}

/** Schedules the dead deliveries of an endpoint again. Returns how many. */
export async function replayDead(db: Db | Tx, endpoint: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable("webhook_deliveries")
    .set({
      state: "waiting",
      attempts: 0,
      due_at: sql<Date>`clock_timestamp()`,
      created_at: sql<Date>`clock_timestamp()`,
    })
    .where("endpoint", "=", endpoint)
    .where("state", "=", "dead")
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export async function waitingDeliveries(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("webhook_deliveries")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return Number(count);
}
