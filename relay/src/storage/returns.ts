/** Returns on their way. At most one of them touches a right at a time. */

import type { Address, Hex } from "doorkey";
import { sql } from "kysely";
import type { RequestRow } from "./tables.ts";
import type { Db, Tx } from "./transact.ts";

/** Rights [first, first + count). */
export type RightRange = { readonly first: bigint; readonly count: number };

/** The advisory lock under which returns are stored. */
const RETURNS_LOCK = 0x72_65_74;

/** A return that is stored. Hex in lower case. */
export type StoredReturn = RightRange & { readonly digest: Hex; readonly holder: Address };

/** The returns of these holders that are not on the chain yet. */
export async function returnsUnderWay(db: Db, holders: readonly Address[]): Promise<StoredReturn[]> {
  if (holders.length === 0) return [];
  const rows = await db
    .selectFrom("requests")
    .select(["digest", "payload", "from_address as holder"])
    .where("kind", "=", "return")
    .where(
      "from_address",
      "in",
      holders.map((holder) => holder.toLowerCase() as Address),
    )
    .where("state", "in", ["queued", "assigned"])
    .execute();
  return rows.map(({ digest, holder, payload }) => ({ ...(rangeOf(payload) as RightRange), digest, holder }));
}

/** The rights of a return; undefined for requests and acts. */
export function rangeOf(payload: RequestRow["payload"]): RightRange | undefined {
  return "rightId" in payload ? { first: BigInt(payload.rightId), count: payload.count } : undefined;
}

/** Whether two ranges share a right. */
export function touches(a: RightRange, b: RightRange): boolean {
  return a.first < b.first + BigInt(b.count) && b.first < a.first + BigInt(a.count);
}

/**
 * Keeps other transactions from storing returns until this one ends, so that the answer of `returnsUnderWay` stays true.
 * Take it before any other lock, or two transactions could wait for each other.
 */
export async function lockReturns(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(RETURNS_LOCK)})`.execute(tx);
}
