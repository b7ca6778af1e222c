/** The outbox: every change of a request's state, in the database transaction that changed it. */

import type { Hex } from "doorkey";
import type { RequestState, RequestStatus } from "doorkey/relay";
import { sql } from "kysely";
import { type StatusColumns, statusFrom } from "./status.ts";
import type { RequestRow } from "./tables.ts";
import type { Db, Tx } from "./transact.ts";

export type StatusEvent = {
  readonly seq: number;
  readonly digest: Hex;
  readonly sponsor: string;
  readonly status: RequestStatus;
};

/** Writes the present status of each row into the outbox. Call it with every change of `requests.state`. */
export async function recordStatus(
  tx: Tx,
  ...rows: readonly (StatusColumns & Pick<RequestRow, "sponsor">)[]
): Promise<void> {
  if (rows.length === 0) return;
  const events = rows.map((row) => ({ digest: row.digest, sponsor: row.sponsor, status: statusFrom(row) }));
  await sql`
    insert into status_events (digest, sponsor, status)
    select digest, sponsor, status
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as event(digest text, sponsor text, status jsonb)`.execute(
    tx,
  );
}

/**
 * The events of one request after `seq`, in order, for server-sent events with `seq` as their id. A writer of an event
 * holds the lock on the request's row, so the events of one request become visible in order.
 */
export function eventsOf(db: Db, digest: Hex, seq = 0): Promise<StatusEvent[]> {
  return eventsAfter(db, new Map([[digest, seq]]));
}

/** The same for several requests at once, in the order of all events. Each has the number of its last known event. */
export async function eventsAfter(db: Db, after: ReadonlyMap<Hex, number>): Promise<StatusEvent[]> {
  if (after.size === 0) return [];
  const asked = [...after].map(([digest, seq]) => ({ digest: digest.toLowerCase(), seq }));
  const { rows } = await sql<StatusEvent>`
    select e.seq, e.digest, e.sponsor, e.status
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(digest text, seq bigint)
    join status_events e on e.digest = asked.digest and e.seq > asked.seq
    order by e.seq`.execute(db);
  return rows;
}

/** How far a request is: its state, and the number of its newest event, which is 0 if old events were deleted. */
export type Progress = { readonly digest: Hex; readonly state: RequestState; readonly newest: number };

/** The progress of each of these requests that is stored. */
export async function progressOf(db: Db, digests: readonly Hex[]): Promise<Progress[]> {
  const { rows } = await sql<Progress>`
    select digest, state, coalesce((select max(seq) from status_events e where e.digest = r.digest), 0)::bigint as newest
    from requests r where digest = any(${digests.map((digest) => digest.toLowerCase())}::text[])`.execute(db);
  return rows;
}

/**
 * Takes up to `limit` events without webhook deliveries. Write the deliveries with the same `tx`, so that each event is
 * fanned out exactly once even if a replica dies. A cursor would miss events, because events of different requests may
 * become visible out of order.
 */
export async function takeNewEvents(tx: Tx, limit: number): Promise<StatusEvent[]> {
  const taken = await tx
    .updateTable("status_events")
    .set((set) => ({ fanned_out_at: set.fn<Date>("clock_timestamp") }))
    .where("seq", "in", (events) =>
      events
        .selectFrom("status_events")
        .select("seq")
        .where("fanned_out_at", "is", null)
        .orderBy("seq")
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(["seq", "digest", "sponsor", "status"])
    .execute();
  return taken.sort((a, b) => a.seq - b.seq);
}
