/** Runs when a replica takes over a signer. The chain is the authority on its nonce (F7–F9). */

import type { ChainView } from "../chain/ChainView.ts";
import { unansweredOf } from "../chain/unanswered.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { reopen } from "./confirm.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { fence } from "./leases.ts";
import { openTransactions } from "./openTransactions.ts";

/** Gas of a transaction that does nothing. */
export const FILL_GAS = 21_000;

/**
 * Compares a signer's rows with the chain. Afterwards every nonce from the chain's nonce up to `next_nonce` has a row,
 * and `next_nonce` is not below the chain's nonce. `watch` does the sending.
 */
export async function reconcile(context: EngineContext, lease: Lease, view: ChainView): Promise<void> {
  const { signer } = lease;
  const used = await view.nonceOf(signer, "latest");
  const pending = await pendingOf(context, lease, view, used);
  const rows = await openTransactions(context.db, signer, used);

  // The database says mined or final, but the chain has not used the nonce, so the block is gone.
  await reopen(
    context,
    lease,
    rows.filter(({ state }) => state === "mined" || state === "final"),
  );

  const known = new Set(rows.map(({ nonce }) => nonce));
  const lastSent = Math.max(-1, ...rows.filter(({ attempts }) => attempts.length > 0).map(({ nonce }) => nonce));
  const changes = await transact(context.db, async (tx) => {
    const { nextNonce } = await fence(tx, lease);
    if (nextNonce <= pending) return raise(tx, lease, nextNonce, pending);
    return closeGaps(tx, lease, known, used, nextNonce, Math.max(lastSent, pending - 1));
  });
  for (const { type, nonce } of changes) context.observe({ type, signer, nonce });
}

/**
 * How many nonces are used or wait at the node. It is believed as far as this relay's rows explain it: a database that was
 * restored lacks at most as many as the relay lets wait at once. If it was too many, the gap is filled later.
 */
async function pendingOf(
  { options }: EngineContext,
  { signer }: Lease,
  view: ChainView,
  used: number,
): Promise<number> {
  const pending = await view.nonceOf(signer, "pending").catch((error: unknown) => {
    unansweredOf(error);
    return used;
  });
  return pending > used + options.maxInFlight ? used : Math.max(used, pending);
}

type Change = { readonly type: "nonce_raised" | "nonce_lowered" | "gap_filled"; readonly nonce: number };

/** The database is behind the chain and lacks what was sent meanwhile. Events show those requests later (F9). */
async function raise(tx: Tx, lease: Lease, nextNonce: number, pending: number): Promise<Change[]> {
  if (nextNonce === pending) return [];
  await setNextNonce(tx, lease, pending);
  return [{ type: "nonce_raised", nonce: pending }];
}

/**
 * The database is ahead of the chain. A nonce without a row blocks all above it. A gap below a sent transaction is
 * filled with a transaction that does nothing; nonces above the last sent one are taken back (F8).
 */
async function closeGaps(
  tx: Tx,
  lease: Lease,
  known: ReadonlySet<number>,
  used: number,
  nextNonce: number,
  lastSent: number,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (let nonce = used; nonce < nextNonce; nonce++) {
    if (known.has(nonce)) continue;
    const later = [...known].some((other) => other > nonce);
    if (nonce > lastSent && !later) {
      await setNextNonce(tx, lease, nonce);
      return [...changes, { type: "nonce_lowered", nonce }];
    }
    await insertFill(tx, lease, nonce);
    changes.push({ type: "gap_filled", nonce });
  }
  return changes;
}

async function setNextNonce(tx: Tx, { signer }: Lease, nonce: number): Promise<void> {
  await tx.updateTable("signers").set({ next_nonce: nonce }).where("address", "=", signer).execute();
}

async function insertFill(tx: Tx, { signer }: Lease, nonce: number): Promise<void> {
  await tx
    .insertInto("transactions")
    .values({
      signer,
      nonce,
      kind: "fill",
      state: "assigned",
      to_address: signer,
      data: "0x",
      gas_limit: FILL_GAS,
    })
    .execute();
}
