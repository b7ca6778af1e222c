/** The intake's one write: requests that passed every check, any number in a handful of statements. */

import type { Address, Hex } from "doorkey";
import type { RequestStatus, WireDrawAct, WireSignedRequest, WireSignedReturn } from "doorkey/relay";
import { sql } from "kysely";
import { type Reservation, reserveEach } from "./budgets.ts";
import { inOrder } from "./inOrder.ts";
import { tellQueued } from "./listen.ts";
import { lockReturns, rangeOf, returnsUnderWay, touches } from "./returns.ts";
import { type StatusColumns, statusFrom } from "./status.ts";
import { recordStatus } from "./statusEvents.ts";
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
    // Copies, because a body may hold one object twice.
    const own = items.map((item) => ({ ...item }));
    const results = new Map<NewRequest, Enqueued>();
    // All calls use the same order. Otherwise two overlapping bodies could wait for each other.
    const keyOf = ({ sponsor, digest }: NewRequest) => `${sponsor} ${digest.toLowerCase()}`;
    let open = inOrder(own, keyOf);
    // What gave way to a request of the same body that was then refused is tried again. Each round settles one at least.
    while (open.length > 0) {
      for (const [item, result] of await enqueueTogether(tx, open)) results.set(item, result);
      open = open.filter((item) => !results.has(item));
    }
    if ([...results.values()].some(({ result }) => result === "accepted")) await tellQueued(tx);
    return own.map((item) => results.get(item) as Enqueued);
  });
}

/** The results of those items that are decided. */
async function enqueueTogether(tx: Tx, items: readonly NewRequest[]): Promise<ReadonlyMap<NewRequest, Enqueued>> {
  const inserted = await insert(tx, items);
  const taken = new Set<Hex>();
  const mine: NewRequest[] = [];
  const others: NewRequest[] = [];
  for (const item of items) {
    const isMine = inserted.has(lower(item.digest)) && !taken.has(lower(item.digest));
    taken.add(lower(item.digest));
    (isMine ? mine : others).push(item);
  }
  const results = await judge(tx, mine);
  const refused = mine.filter((item) => results.has(item)).map(({ digest }) => lower(digest));
  await remove(tx, refused);
  const accepted = mine.filter((item) => !results.has(item));
  const rowOf = ({ digest }: NewRequest) => inserted.get(lower(digest)) as NewRow;
  await recordStatus(tx, ...accepted.map(rowOf));
  for (const item of accepted) results.set(item, { result: "accepted", status: statusFrom(rowOf(item)) });
  for (const [item, result] of await knownOrConflicts(tx, others)) results.set(item, result);
  return results;
}

/** A new row, as far as the outbox needs it. */
type NewRow = StatusColumns & { readonly sponsor: string };

/** What was not stored before, by digest. Of two with one digest or one nonce, the first one is stored. */
async function insert(tx: Tx, items: readonly NewRequest[]): Promise<ReadonlyMap<Hex, NewRow>> {
  const values = items.map((item) => ({
    ...{ digest: lower(item.digest), kind: item.kind, from_address: lower(item.from), to_address: lower(item.to) },
    ...{ selector: lower(item.selector), gas: item.gas, deadline: item.deadline, payload: item.payload },
    ...{ sponsor: item.sponsor, event_ids: item.events ?? [], priority: item.priority },
    nonce: item.nonce === undefined ? null : String(item.nonce),
    relayer: item.relayer === undefined ? null : lower(item.relayer),
    reserved_wei: String(item.reservation.wei),
    reserved_periods: item.reservation.limits.map(({ period }) => period),
  }));
  const { rows } = await sql<Pick<NewRow, "digest" | "kind" | "sponsor" | "received_at" | "updated_at">>`
    insert into requests (digest, kind, state, from_address, nonce, to_address, selector, gas, deadline, relayer, payload,
      sponsor, event_ids, priority, reserved_wei, reserved_periods)
    select digest, kind, 'queued', from_address, nonce, to_address, selector, gas, deadline, relayer, payload, sponsor,
      event_ids, priority, reserved_wei, reserved_periods
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as item(
      digest text, kind text, from_address text, nonce numeric, to_address text, selector text, gas bigint,
      deadline bigint, relayer text, payload jsonb, sponsor text, event_ids bigint[], priority smallint,
      reserved_wei numeric, reserved_periods text[])
    on conflict do nothing
    returning digest, kind, sponsor, received_at, updated_at`.execute(tx);
  return new Map(rows.map((row) => [row.digest, { ...QUEUED, ...row }]));
}

const QUEUED = {
  state: "queued",
  outcome: null,
  transaction_hash: null,
  block_number: null,
  block_hash: null,
  gas_used: null,
  reason_code: null,
  reason_detail: null,
  reason_data: null,
} as const;

/** Which of the stored items have to go, and why. Reserves for the others. */
async function judge(tx: Tx, items: readonly NewRequest[]): Promise<Map<NewRequest, Enqueued>> {
  const results = new Map<NewRequest, Enqueued>();
  const wishes = items.map(({ sponsor, reservation }) => ({ sponsor, reservation }));
  const holders = items.flatMap(({ kind, from }) => (kind === "return" ? from : []));
  const own = new Set(items.map(({ digest }) => lower(digest)));
  const underWay = (await returnsUnderWay(tx, holders)).filter(({ digest }) => !own.has(digest));
  await reserveEach(tx, wishes, (i, reserve) => {
    const item = items[i] as NewRequest;
    const range = rangeOf(item.payload);
    const other = range && underWay.find((one) => one.holder === lower(item.from) && touches(one, range));
    if (other !== undefined) return void results.set(item, { result: "rights_conflict", other: other.digest });
    const period = reserve();
    if (period !== undefined) return void results.set(item, { result: "over_budget", period });
    if (range !== undefined) underWay.push({ ...range, digest: lower(item.digest), holder: lower(item.from) });
  });
  return results;
}

async function remove(tx: Tx, digests: readonly Hex[]): Promise<void> {
  if (digests.length === 0) return;
  await tx
    .deleteFrom("requests")
    .where("digest", "in", [...digests])
    .execute();
}

/** Why items were not stored. Those that stood behind a request which is gone are left out. */
async function knownOrConflicts(tx: Tx, items: readonly NewRequest[]): Promise<ReadonlyMap<NewRequest, Enqueued>> {
  if (items.length === 0) return new Map();
  const digests = items.map(({ digest }) => lower(digest));
  const known = await tx.selectFrom("requests").selectAll().where("digest", "in", digests).execute();
  const rowOf = new Map(known.map((row) => [row.digest, row]));
  const others = await requestsWithNonces(tx, items);
  return new Map(
    items.flatMap((item): [NewRequest, Enqueued][] => {
      const row = rowOf.get(lower(item.digest));
      if (row !== undefined) return [[item, { result: "again", status: statusFrom(row) }]];
      const other = others.get(nonceKey(item));
      return other === undefined ? [] : [[item, { result: "nonce_conflict", other }]];
    }),
  );
}

/** A nonce of a signer. */
export type SignerNonce = { readonly from: Address; readonly nonce?: bigint };

/** The key of a nonce in the answer of `requestsWithNonces`. */
export const nonceKey = ({ from, nonce }: SignerNonce): string => `${lower(from)} ${nonce}`;

/** The living requests that have these nonces, by `nonceKey`. Dead ones are never sent, so their nonces are free. */
export async function requestsWithNonces(db: Db, wanted: readonly SignerNonce[]): Promise<ReadonlyMap<string, Hex>> {
  const values = wanted.flatMap(({ from, nonce }) => {
    return nonce === undefined ? [] : [{ from_address: lower(from), nonce: String(nonce) }];
  });
  if (values.length === 0) return new Map();
  const { rows } = await sql<{ digest: Hex; from_address: Address; nonce: bigint }>`
    select r.digest, r.from_address, r.nonce
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as wanted(from_address text, nonce numeric)
    join requests r on r.from_address = wanted.from_address and r.nonce = wanted.nonce
    where r.kind = 'request' and r.state not in ('rejected', 'expired', 'superseded', 'cancelled')`.execute(db);
  return new Map(rows.map(({ digest, from_address: from, nonce }) => [nonceKey({ from, nonce }), digest]));
}

function lower<T extends Hex | Address>(hex: T): T {
  return hex.toLowerCase() as T;
}
