/** What operators pause, and the nonces and keys that the relay gives out. */

import type { Address } from "doorkey";
import { sql } from "kysely";
import { lower } from "./requests.ts";
import type { SignerRow } from "./tables.ts";
import type { Db, Tx } from "./transact.ts";

/**
 * What can be paused. A paused signer or sponsor gets no new transaction, and those under way continue. While `intake`
 * is paused, the relay accepts nothing new and sends all that it has.
 */
export type PauseScope = "all" | "intake" | `sponsor:${string}` | `signer:${Address}`;

/** Pauses or resumes. Repeating either changes nothing. */
export async function setPaused(db: Db | Tx, scope: PauseScope, paused: boolean): Promise<void> {
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
      conflict.column("from_address").doUpdateSet({
        next_nonce: sql<bigint>`greatest(prepared_nonces.next_nonce, ${atLeast}) + 1`,
        used_at: sql<Date>`clock_timestamp()`,
      }),
    )
    .returning("next_nonce")
    .executeTakeFirstOrThrow();
  return next_nonce - 1n;
}

/** Every key that ever sent for this relay, with its lease. */
export function signerRows(db: Db): Promise<SignerRow[]> {
  return db.selectFrom("signers").selectAll().orderBy("address").execute();
}
