/** What the intake does with stored requests: cancel, read, count. */

import type { Address, Hex } from "doorkey";
import type { RequestStatus } from "doorkey/relay";
import type { SelectQueryBuilder } from "kysely";
import { release } from "./budgets.ts";
import { statusFrom } from "./status.ts";
import { recordStatus } from "./statusEvents.ts";
import type { Database, RequestRow } from "./tables.ts";
import { type Db, type Tx, transact } from "./transact.ts";

export type Cancelled =
  | { readonly result: "cancelled" | "too_late"; readonly status: RequestStatus }
  | { readonly result: "unknown" };

/** Cancels a request while it is queued. Cancelling again changes nothing. */
export function cancelQueued(db: Db, digest: Hex): Promise<Cancelled> {
  return transact(db, async (tx) => {
    const row = await tx
      .selectFrom("requests")
      .selectAll()
      .where("digest", "=", lower(digest))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { result: "unknown" };
    if (row.state === "cancelled") return { result: "cancelled", status: statusFrom(row) };
    if (row.state !== "queued") return { result: "too_late", status: statusFrom(row) };
    return { result: "cancelled", status: statusFrom(await closeRequest(tx, row, { state: "cancelled" })) };
  });
}

/** How a request ends without a transaction of this relay. */
export type Ending = {
  readonly state: "rejected" | "expired" | "superseded" | "cancelled";
  readonly reason?: { readonly code: string; readonly detail: string; readonly revertData?: Hex | undefined };
};

/** Ends a request and gives its reservation back. The row must be locked by this transaction. */
export async function closeRequest(tx: Tx, row: RequestRow, { state, reason }: Ending): Promise<RequestRow> {
  await release(tx, row);
  const closed = await tx
    .updateTable("requests")
    .set((set) => ({
      state,
      reason_code: reason?.code ?? null,
      reason_detail: reason?.detail ?? null,
      reason_data: reason?.revertData ?? null,
      reserved_wei: 0n,
      reserved_periods: [],
      hold_owner: null,
      hold_until: null,
      updated_at: set.fn<Date>("clock_timestamp"),
    }))
    .where("digest", "=", row.digest)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordStatus(tx, closed);
  return closed;
}

/** The status of a request, if it is known. */
export async function statusOf(db: Db, digest: Hex): Promise<RequestStatus | undefined> {
  const row = await db.selectFrom("requests").selectAll().where("digest", "=", lower(digest)).executeTakeFirst();
  return row === undefined ? undefined : statusFrom(row);
}

/** The row of a request, if it is known, with its sponsor and all else that a status leaves out. */
export function requestRow(db: Db, digest: Hex): Promise<RequestRow | undefined> {
  return db.selectFrom("requests").selectAll().where("digest", "=", lower(digest)).executeTakeFirst();
}

/** How many requests of each of these signers are queued or on their way. The intake limits this number. */
export function pendingOf(db: Db, signers: readonly Address[]): Promise<ReadonlyMap<Address, number>> {
  return countOf(signers, db.selectFrom("requests").where("state", "in", ["queued", "assigned"]));
}

/** How many calls of each signer failed on chain since `since`, for blocking one that wastes its sponsor's money (F15). */
export function failuresOf(db: Db, signers: readonly Address[], since: Date): Promise<ReadonlyMap<Address, number>> {
  return countOf(signers, db.selectFrom("requests").where("outcome", "=", "failed").where("updated_at", ">=", since));
}

/** The number of rows of each signer, by its address in lower case; missing for none. */
async function countOf(
  signers: readonly Address[],
  query: SelectQueryBuilder<Database, "requests", unknown>,
): Promise<ReadonlyMap<Address, number>> {
  if (signers.length === 0) return new Map();
  const rows = await query
    .select(({ fn }) => ["from_address as from", fn.countAll<number>().as("count")])
    .where("from_address", "in", signers.map(lower))
    .groupBy("from_address")
    .execute();
  return new Map(rows.map(({ from, count }) => [from, count]));
}

export function lower<T extends Hex | Address>(hex: T): T {
  return hex.toLowerCase() as T;
}
