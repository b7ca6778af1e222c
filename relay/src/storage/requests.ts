/** What the intake does with requests: store, cancel, read. */

import type { Address, Hex } from "doorkey";
import type { RequestStatus, WireDrawAct, WireSignedRequest, WireSignedReturn } from "doorkey/relay";
import { type Reservation, release, reserve } from "./budgets.ts";
import { lockReturns, returnUnderWay } from "./returns.ts";
import { statusFrom } from "./status.ts";
import { recordStatus } from "./statusEvents.ts";
import type { RequestRow } from "./tables.ts";
import { type Db, type Tx, transact } from "./transact.ts";

/** A request that passed every check of the intake. Hex in any case. */
export type NewRequest = {
  readonly digest: Hex;
  readonly kind: RequestStatus["kind"];
  readonly from: Address;
  /** Undefined for a return and an act. */
  readonly nonce?: bigint;
  readonly to: Address;
  readonly selector: Hex;
  /** The signed gas; for a return, the engine's `returnGas`; for an act, what it was measured to take. */
  readonly gas: number;
  /** Last second of chain time; a return's is the second before it expires. */
  readonly deadline: number;
  /** The only signer that may send it. */
  readonly relayer?: Address;
  readonly payload: WireSignedRequest | WireSignedReturn | WireDrawAct;
  readonly sponsor: string;
  /** Events that the call names, for operators who search. Defaults to none. */
  readonly events?: readonly number[];
  /** Lower goes first: see `Priority` of the intake. */
  readonly priority: number;
  readonly reservation: Reservation;
};

export type Enqueued =
  /** `again`: the digest is stored already, and this is its present status. */
  | { readonly result: "accepted" | "again"; readonly status: RequestStatus }
  /** Another live request of this signer has the nonce. */
  | { readonly result: "nonce_conflict"; readonly other: Hex }
  /** Another return under way touches one of these rights. */
  | { readonly result: "rights_conflict"; readonly other: Hex }
  /** The budget of this period would be exceeded. */
  | { readonly result: "over_budget"; readonly period: string };

/**
 * Stores requests in one database transaction. Each is judged by itself, and results are in the order given. Accepted
 * requests are durable when it returns. A digest that is stored already changes nothing and gets its status (F20).
 */
export function enqueue(db: Db, items: readonly NewRequest[]): Promise<Enqueued[]> {
  return transact(db, async (tx) => {
    if (items.some(({ kind }) => kind === "return")) await lockReturns(tx);
    const results = new Map<number, Enqueued>();
    // All calls use the same order. Otherwise two overlapping bodies could wait for each other.
    const keyOf = ({ sponsor, digest }: NewRequest) => `${sponsor} ${digest.toLowerCase()}`;
    const order = [...items.entries()].sort(([, a], [, b]) => (keyOf(a) < keyOf(b) ? -1 : 1));
    for (const [index, item] of order) results.set(index, await enqueueOne(tx, item));
    return items.map((_, index) => results.get(index) as Enqueued);
  });
}

async function enqueueOne(tx: Tx, item: NewRequest): Promise<Enqueued> {
  const digest = lower(item.digest);
  const { wei, limits } = item.reservation;
  const row = await tx
    .insertInto("requests")
    .values({
      digest,
      kind: item.kind,
      state: "queued",
      from_address: lower(item.from),
      nonce: item.nonce ?? null,
      to_address: lower(item.to),
      selector: lower(item.selector),
      gas: item.gas,
      deadline: item.deadline,
      relayer: item.relayer === undefined ? null : lower(item.relayer),
      payload: JSON.stringify(item.payload),
      sponsor: item.sponsor,
      event_ids: [...(item.events ?? [])],
      priority: item.priority,
      reserved_wei: wei,
      reserved_periods: limits.map(({ period }) => period),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return knownOrConflict(tx, item, digest);
  const other = await overlapping(tx, row);
  if (other !== undefined) {
    await tx.deleteFrom("requests").where("digest", "=", digest).execute();
    return { result: "rights_conflict", other };
  }

  const period = await reserve(tx, item.sponsor, item.reservation);
  if (period !== undefined) {
    await tx.deleteFrom("requests").where("digest", "=", digest).execute();
    return { result: "over_budget", period };
  }
  await recordStatus(tx, row);
  return { result: "accepted", status: statusFrom(row) };
}

async function knownOrConflict(tx: Tx, item: NewRequest, digest: Hex): Promise<Enqueued> {
  const known = await tx.selectFrom("requests").selectAll().where("digest", "=", digest).executeTakeFirst();
  if (known !== undefined) return { result: "again", status: statusFrom(known) };
  const other = await tx
    .selectFrom("requests")
    .select("digest")
    .where("kind", "=", "request")
    .where("from_address", "=", lower(item.from))
    .where("nonce", "=", item.nonce ?? null)
    .where("state", "not in", ["rejected", "expired", "superseded", "cancelled"])
    .executeTakeFirstOrThrow();
  return { result: "nonce_conflict", other: other.digest };
}

/** Two returns of the same rights may have different digests, and the sponsor would pay for one of them in vain. */
async function overlapping(tx: Tx, { payload, from_address: holder, digest }: RequestRow): Promise<Hex | undefined> {
  if (!("rightId" in payload)) return undefined;
  return returnUnderWay(tx, holder, { first: BigInt(payload.rightId), count: payload.count }, digest);
}

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

/** How many requests of a signer are queued or on their way. The intake limits this number. */
export async function pendingOf(db: Db, from: Address): Promise<number> {
  const { count } = await db
    .selectFrom("requests")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("from_address", "=", lower(from))
    .where("state", "in", ["queued", "assigned"])
    .executeTakeFirstOrThrow();
  return count;
}

/** How many calls of a signer failed on chain since `since`, for blocking one that wastes its sponsor's money (F15). */
export async function failuresOf(db: Db, from: Address, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom("requests")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("from_address", "=", lower(from))
    .where("outcome", "=", "failed")
    .where("updated_at", ">=", since)
    .executeTakeFirstOrThrow();
  return count;
}

export function lower<T extends Hex | Address>(hex: T): T {
  return hex.toLowerCase() as T;
}
