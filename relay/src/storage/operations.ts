/** What operators pause, and the figures that they read. */

import type { Address } from "doorkey";
import { sql } from "kysely";
import { lower } from "./requests.ts";
import type { SignerRow } from "./tables.ts";
import type { Db } from "./transact.ts";

/**
 * What can be paused. A paused signer or sponsor gets no new transaction, and those under way continue. While `intake`
 * is paused, the relay accepts nothing new and sends all that it has.
 */
export type PauseScope = "all" | "intake" | `sponsor:${string}` | `signer:${Address}`;

/** Pauses or resumes. Repeating either changes nothing. */
export async function setPaused(db: Db, scope: PauseScope, paused: boolean): Promise<void> {
  const key = scope.startsWith("signer:") ? scope.toLowerCase() : scope;
  if (paused) {
    await db
      .insertInto("pauses")
      .values({ scope: key })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else {
    await db.deleteFrom("pauses").where("scope", "=", key).execute();
  }
}

/**
 * Frees all signers. Only for a database that one process has alone: those who held them have ended, and may have left
 * leases behind.
 */
export async function clearLeases(db: Db): Promise<void> {
  await db.deleteFrom("replicas").execute();
  await db.updateTable("signers").set({ lease_owner: null, lease_until: null }).execute();
}

/** Everything that is paused now. */
export async function pausedScopes(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom("pauses").select("scope").execute();
  return new Set(rows.map(({ scope }) => scope));
}

/** The nonce that `prepare` gives to a signer next, at least `atLeast`. No nonce is given out twice. */
export async function takeNonce(db: Db, from: Address, atLeast = 0n): Promise<bigint> {
  const { next_nonce } = await db
    .insertInto("prepared_nonces")
    .values({ from_address: lower(from), next_nonce: atLeast + 1n })
    .onConflict((conflict) =>
      conflict
        .column("from_address")
        .doUpdateSet({ next_nonce: sql<bigint>`greatest(prepared_nonces.next_nonce, ${atLeast}) + 1` }),
    )
    .returning("next_nonce")
    .executeTakeFirstOrThrow();
  return next_nonce - 1n;
}

/** Every key that ever sent for this relay, with its lease. */
export function signerRows(db: Db): Promise<SignerRow[]> {
  return db.selectFrom("signers").selectAll().orderBy("address").execute();
}

export type QueueFigures = {
  readonly queued: number;
  readonly assigned: number;
  readonly mined: number;
  /** Age of the oldest queued request; 0 when none is queued. */
  readonly oldestQueuedSeconds: number;
  /** Queued requests that wait because a node does not answer about them. */
  readonly quarantined: number;
  /** Status events without webhook deliveries. */
  readonly newEvents: number;
};

/** For metrics and readiness. */
export async function queueFigures(db: Db): Promise<QueueFigures> {
  const { rows } = await sql<QueueFigures>`
    select count(*) filter (where state = 'queued') as queued,
           count(*) filter (where state = 'assigned') as assigned,
           count(*) filter (where state = 'mined') as mined,
           coalesce(extract(epoch from clock_timestamp() - min(received_at) filter (where state = 'queued')), 0)::float8
             as "oldestQueuedSeconds",
           count(*) filter (where state = 'queued' and troubles > 0 and hold_until > clock_timestamp()) as quarantined,
           (select count(*) from status_events where fanned_out_at is null) as "newEvents"
    from requests where state in ('queued', 'assigned', 'mined')`.execute(db);
  return rows[0] ?? { queued: 0, assigned: 0, mined: 0, oldestQueuedSeconds: 0, quarantined: 0, newEvents: 0 };
}

/** Resolves when the database takes writes; rejects when it does not (F19). */
export async function assertWritable(db: Db): Promise<void> {
  await sql`update prepared_nonces set next_nonce = next_nonce where false`.execute(db);
}
