/** Reserves queued requests for a signer, so that replicas do not simulate the same ones. A reservation lapses. */

import { sql } from "kysely";
import { isAhead, msSince } from "../storage/clocks.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";

/** Longer than a preflight takes. If a replica dies in a preflight, its requests wait this long. */
const HOLD_MS = 5_000;

/** How many of each sponsor's oldest requests are looked at. */
const WINDOW = 1_000;

/** What this signer could take now, in the alias `r`. */
function eligible({ signer }: Lease, paused: ReadonlySet<string>) {
  const sponsors = [...paused].flatMap((scope) => (scope.startsWith("sponsor:") ? [scope.slice(8)] : []));
  return sql<boolean>`r.state = 'queued' and (r.relayer is null or r.relayer = ${signer})
    and (r.hold_until is null or not ${isAhead("r.hold_until")} or r.hold_owner = ${signer})
    and not (r.sponsor = any(${sponsors}::text[]))`;
}

/** The oldest of each sponsor, admissions first, so that a flood of one hides nobody else's. */
function oldestOfEach(lease: Lease, paused: ReadonlySet<string>) {
  return sql`select own.* from (select distinct sponsor from requests where state = 'queued') as sponsors
    cross join lateral (
      select digest, gas, priority, sponsor, received_at from requests r
      where r.sponsor = sponsors.sponsor and ${eligible(lease, paused)}
      order by priority, received_at limit ${WINDOW}
    ) as own`;
}

/** Whether a batch should be sent now: it is large enough, or old enough, or has an admission. */
export async function isDue(
  { db, options }: EngineContext,
  lease: Lease,
  paused: ReadonlySet<string>,
): Promise<boolean> {
  const { rows } = await sql<{ count: number; gas: number | null; waited: number | null; first: number | null }>`
    select count(*) as count, sum(gas)::float8 as gas, min(priority) as first,
           max(${msSince("received_at")}) as waited
    from (${oldestOfEach(lease, paused)}) as queue`.execute(db);
  const queue = rows[0];
  if (queue === undefined || queue.count === 0) return false;
  return (
    queue.first === 0 ||
    queue.count >= options.maxRequests ||
    (queue.gas ?? 0) >= options.flushGas ||
    (queue.waited ?? 0) >= options.maxWaitMs
  );
}

/** What the transactions of a pass hold at most, so that it leaves the rest to other signers. */
export type Capacity = { readonly requests: number; readonly gas: number };

/**
 * Reserves requests until there is no capacity left: each sponsor's in turn, so that one sponsor's flood does not delay
 * another's single request. Admissions come first within their sponsor's share only, or the stolen phone of one gate could
 * stop the sales of all others.
 */
export async function reserveCandidates(
  { db }: EngineContext,
  lease: Lease,
  paused: ReadonlySet<string>,
  capacity: Capacity,
): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow & { turn: number }>`
    with oldest as (${oldestOfEach(lease, paused)}), turns as (
      select digest, gas, priority, received_at,
             row_number() over (partition by sponsor order by priority, received_at) as turn
      from oldest
    ), ahead as (
      select *, sum(gas) over (order by turn, priority, received_at, digest) - gas as gas_ahead from turns
    ), chosen as (
      select digest, turn from ahead where gas_ahead < ${capacity.gas}
      order by turn, priority, received_at, digest limit ${capacity.requests}
    ), locked as (
      select r.digest from requests r where r.digest in (select digest from chosen) and ${eligible(lease, paused)}
      for update skip locked
    )
    update requests set hold_owner = ${lease.signer},
           hold_until = clock_timestamp() + ${HOLD_MS} * interval '1 millisecond'
    from chosen where requests.digest = chosen.digest and requests.digest in (select digest from locked)
    returning requests.*, chosen.turn`.execute(db);
  return rows.sort(
    (a, b) => a.turn - b.turn || a.priority - b.priority || a.received_at.getTime() - b.received_at.getTime(),
  );
}

/** Frees the requests that were reserved and not taken. */
export async function releaseReservations({ db }: EngineContext, { signer }: Lease): Promise<void> {
  await db
    .updateTable("requests")
    .set({ hold_owner: null, hold_until: null })
    .where("hold_owner", "=", signer)
    .where("state", "=", "queued")
    .execute();
}
