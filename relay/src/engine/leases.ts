/** Which replica sends for which signer. At most one does at a time, by the database's clock. */

import type { Address } from "doorkey";
import { type SelectQueryBuilder, sql } from "kysely";
import { isAhead } from "../storage/clocks.ts";
import { inOrder } from "../storage/inOrder.ts";
import type { Database } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";

/** This replica's epoch for a signer is old, or its lease ended, so it must not write or send for the signer. */
export class Fenced extends Error {
  override readonly name = "Fenced";
  readonly signer: Address;

  constructor(signer: Address) {
    super(`another replica sends for ${signer}`);
    this.signer = signer;
  }
}

/** What a replica holds after a renewal. Signers in `taken` are new to it and have to be reconciled. */
export type Leases = {
  readonly held: readonly Lease[];
  readonly taken: readonly Lease[];
  readonly released: readonly Address[];
};

/**
 * Announces this replica, renews the leases of its share of the signers, gives up the others, and takes free ones. A
 * replica counts only for signers whose key it has (F26).
 */
export function renewLeases({ db, owner, signers, options }: EngineContext): Promise<Leases> {
  const mine = [...signers.keys()].sort();
  return transact(db, async (tx) => {
    await announce(tx, owner, mine);
    const share = await shareOf(tx, owner, mine, options.leaseMs);
    // No other replica locks these rows for long. A replica that was stopped while it wrote may lock a free row.
    const own = await addressesOf(
      tx.selectFrom("signers").where("lease_owner", "=", owner).where(leased, "=", true).forUpdate(),
      mine,
    );
    const free = await addressesOf(
      tx.selectFrom("signers").where(leased, "is not", true).forUpdate().skipLocked(),
      mine,
    );
    const released = own.filter((address) => !share.has(address));
    await releaseOf(tx, released);
    const kept = await extend(
      tx,
      options.leaseMs,
      own.filter((address) => share.has(address)),
    );
    const taken = await take(
      tx,
      owner,
      options.leaseMs,
      free.filter((address) => share.has(address)),
    );
    return { held: [...kept, ...taken], taken, released };
  });
}

const leased = isAhead("lease_until");

async function addressesOf(query: SelectQueryBuilder<Database, "signers", unknown>, mine: readonly Address[]) {
  const rows = await query
    .select("address")
    .where("address", "in", [...mine])
    .orderBy("address")
    .execute();
  return rows.map(({ address }) => address);
}

async function announce(tx: Tx, owner: string, mine: readonly Address[]): Promise<void> {
  await tx
    .insertInto("replicas")
    .values({ owner, signers: [...mine] })
    .onConflict((conflict) =>
      conflict.column("owner").doUpdateSet({ signers: [...mine], seen_at: sql<Date>`clock_timestamp()` }),
    )
    .execute();
  // Only new ones are inserted: an insert waits for a transaction that changes the row it conflicts with.
  await sql`insert into signers (address, next_nonce)
    select address, 0 from unnest(${[...mine]}::text[]) as mine(address)
    where not exists (select from signers where signers.address = mine.address)
    on conflict do nothing`.execute(tx);
  await tx
    .updateTable("signers")
    .set({ seen_at: sql<Date>`clock_timestamp()` })
    // A row that another replica has locked is skipped. It gets its time at the next renewal.
    .where("address", "in", (rows) =>
      rows
        .selectFrom("signers")
        .select("address")
        .where("address", "in", [...mine])
        .orderBy("address")
        .forUpdate()
        .skipLocked(),
    )
    .execute();
}

/**
 * Shares signers out in turn among the live replicas that have their keys, ordered by name, so that all replicas agree.
 */
async function shareOf(tx: Tx, owner: string, mine: readonly Address[], leaseMs: number): Promise<ReadonlySet<string>> {
  const living = await tx
    .selectFrom("replicas")
    .select(["owner", "signers"])
    .where("seen_at", ">", sql<Date>`clock_timestamp() - ${leaseMs} * interval '1 millisecond'`)
    // A replica that died before the clock was set back does not count.
    .where("seen_at", "<=", sql<Date>`clock_timestamp() + interval '1 second'`)
    .orderBy("owner")
    .execute();
  const all = [...new Set(living.flatMap(({ signers }) => signers))].sort();
  return new Set(
    mine.filter((address) => {
      const able = living.filter(({ signers }) => signers.includes(address));
      return able[all.indexOf(address) % able.length]?.owner === owner;
    }),
  );
}

async function extend(tx: Tx, leaseMs: number, addresses: readonly Address[]): Promise<Lease[]> {
  if (addresses.length === 0) return [];
  const rows = await tx
    .updateTable("signers")
    .set({ lease_until: until(leaseMs) })
    .where("address", "in", [...addresses])
    .returning(["address as signer", "epoch"])
    .execute();
  return inOrder(rows, ({ signer }) => signer);
}

async function take(tx: Tx, owner: string, leaseMs: number, addresses: readonly Address[]): Promise<Lease[]> {
  if (addresses.length === 0) return [];
  return tx
    .updateTable("signers")
    .set({ lease_owner: owner, lease_until: until(leaseMs), epoch: sql<number>`epoch + 1` })
    .where("address", "in", [...addresses])
    .returning(["address as signer", "epoch"])
    .execute();
}

async function releaseOf(tx: Tx, addresses: readonly Address[]): Promise<void> {
  if (addresses.length === 0) return;
  await tx
    .updateTable("signers")
    .set({ lease_owner: null, lease_until: null })
    .where("address", "in", [...addresses])
    .execute();
}

/** Gives up all leases at a shutdown, so that other replicas need not wait. */
export function releaseLeases({ db, owner }: EngineContext): Promise<void> {
  return transact(db, async (tx) => {
    await tx.deleteFrom("replicas").where("owner", "=", owner).execute();
    await tx
      .updateTable("signers")
      .set({ lease_owner: null, lease_until: null })
      .where("lease_owner", "=", owner)
      .execute();
  });
}

/**
 * Locks the signer's row if the lease still holds. This is the first statement of every database transaction that
 * writes for a signer. A replica that slept through its lease fails here, before it stores or sends anything (F4).
 *
 * @throws Fenced
 */
export async function fence(tx: Tx, { signer, epoch }: Lease): Promise<{ readonly nextNonce: number }> {
  const row = await tx
    .selectFrom("signers")
    .select(["next_nonce", "epoch", leased.as("leased")])
    .where("address", "=", signer)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.epoch !== epoch || row.leased !== true) throw new Fenced(signer);
  return { nextNonce: row.next_nonce };
}

function until(leaseMs: number) {
  return sql<Date>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;
}
