/** Returns on their way. At most one of them touches a right at a time. */

import type { Address, Hex } from "doorkey";
import { sql } from "kysely";
import type { Db, Tx } from "./transact.ts";

/** Rights [first, first + count). */
export type RightRange = { readonly first: bigint; readonly count: number };

/** The advisory lock under which returns are stored. */
const RETURNS_LOCK = 0x72_65_74;

/** A return of a holder, other than `digest`, that is not on the chain yet and touches one of these rights. */
export async function returnUnderWay(
  db: Db,
  holder: Address,
  rights: RightRange,
  digest: Hex,
): Promise<Hex | undefined> {
  const rows = await db
    .selectFrom("requests")
    .select(["digest", "payload"])
    .where("kind", "=", "return")
    .where("from_address", "=", holder.toLowerCase() as Address)
    .where("state", "in", ["queued", "assigned"])
    .where("digest", "<>", digest.toLowerCase() as Hex)
    .execute();
  return rows.find(({ payload }) => {
    if (!("rightId" in payload)) return false;
    const first = BigInt(payload.rightId);
    return first < rights.first + BigInt(rights.count) && rights.first < first + BigInt(payload.count);
  })?.digest;
}

/**
 * Keeps other transactions from storing returns until this one ends, so that the answer of `returnUnderWay` stays true.
 * Take it before any other lock, or two transactions could wait for each other.
 */
export async function lockReturns(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(RETURNS_LOCK)})`.execute(tx);
}
