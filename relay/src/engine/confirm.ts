/** Until a block is deep enough, it may be replaced (F10). */

import type { ChainView } from "../chain/ChainView.ts";
import { settle } from "../storage/budgets.ts";
import type { RequestRow } from "../storage/tables.ts";
import { transact } from "../storage/transact.ts";
import { changeRequests, type Fate, UNDECIDED } from "./changeRequests.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { fence } from "./leases.ts";
import type { OpenTransaction } from "./openTransactions.ts";
import { reportClosed } from "./reportClosed.ts";
import { broadcast, type Sending } from "./sendJobs.ts";
import { type Mined, settleMined } from "./settleMined.ts";

/** Checks that mined transactions are still in their blocks. Makes deep ones final, and follows those that moved. */
export async function confirmMined(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  mined: readonly OpenTransaction[],
): Promise<void> {
  // An endpoint that has not reached a block yet cannot say whether it is still there.
  const seen = mined.filter(({ block_number }) => (block_number ?? 0) <= view.head.number);
  if (seen.length === 0) return;
  const hashes = await view.blockHashes([...new Set(seen.map(({ block_number }) => block_number ?? 0))]);
  // Of a block about which the endpoint did not answer, nothing is concluded.
  const answered = seen.filter(({ block_number }) => hashes.has(block_number ?? 0));
  const inPlace = answered.filter(({ block_number, block_hash }) => hashes.get(block_number ?? 0) === block_hash);
  const deep = inPlace.filter(({ block_number }) => {
    return view.head.number - (block_number ?? 0) >= context.options.confirmations;
  });
  await finalize(context, lease, deep);
  await follow(
    context,
    lease,
    view,
    answered.filter((transaction) => !inPlace.includes(transaction)),
  );
}

async function finalize({ db, observe }: EngineContext, lease: Lease, deep: readonly OpenTransaction[]): Promise<void> {
  if (deep.length === 0) return;
  const ids = deep.map(({ id }) => id);
  const closed = await transact(db, async (tx) => {
    await fence(tx, lease);
    await tx.updateTable("transactions").set({ state: "final" }).where("id", "in", ids).execute();
    const rows = await tx
      .selectFrom("requests")
      .selectAll()
      .where("tx_id", "in", ids)
      .where("state", "=", "mined")
      .forUpdate()
      .execute();
    const own = new Set(deep.map(({ transaction_hash }) => transaction_hash));
    const changed = await changeRequests(
      tx,
      rows.map((row) => ({ ...row, state: finalState(row, own) })),
      ["mined"],
    );
    await settle(tx, rows);
    return changed;
  });
  for (const { nonce, cost_wei: costWei } of deep) observe({ type: "confirmed", signer: lease.signer, nonce, costWei });
  reportClosed(
    { observe },
    closed.filter(({ outcome }) => outcome === "skipped"),
  );
}

/** The final state of a request, by its outcome on chain. */
function finalState(row: RequestRow, own: ReadonlySet<string | null>): Fate["state"] {
  if (row.outcome !== "skipped") return own.has(row.transaction_hash) ? "confirmed" : "executed_elsewhere";
  if (row.reason_code === "REQUEST_EXPIRED") return "expired";
  return row.reason_code === "NONCE_USED" ? "superseded" : "rejected";
}

/**
 * Handles transactions whose block is gone. Either another block has the transaction, or it waits and is sent again.
 */
async function follow(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  moved: readonly OpenTransaction[],
): Promise<void> {
  if (moved.length === 0) return;
  const receipts = await view.receipts(moved.flatMap(({ attempts }) => attempts.map(({ hash }) => hash)));
  const again: Mined[] = [];
  const orphaned: OpenTransaction[] = [];
  for (const transaction of moved) {
    const hashes = transaction.attempts.map(({ hash }) => hash);
    const receipt = hashes.map((hash) => receipts.get(hash)).find((one) => one !== undefined);
    if (receipt !== undefined) again.push({ transaction, receipt });
    else if (hashes.every((hash) => receipts.has(hash))) orphaned.push(transaction);
  }
  await settleMined(context, lease, view, again);
  await reopen(context, lease, orphaned);
}

/** Makes transactions and their requests wait again, then sends the same bytes that were mined before. */
export async function reopen(
  context: EngineContext,
  lease: Lease,
  orphaned: readonly OpenTransaction[],
): Promise<void> {
  if (orphaned.length === 0) return;
  const ids = orphaned.map(({ id }) => id);
  await transact(context.db, async (tx) => {
    await fence(tx, lease);
    await tx
      .updateTable("transactions")
      .set({ state: "sent", transaction_hash: null, block_number: null, block_hash: null, cost_wei: 0n })
      .where("id", "in", ids)
      .execute();
    const rows = await tx.selectFrom("requests").selectAll().where("tx_id", "in", ids).forUpdate().execute();
    const fates = rows.map(({ digest, tx_id, position }) => {
      return { ...UNDECIDED, digest, tx_id, position, state: "assigned" } as const;
    });
    await changeRequests(tx, fates, ["mined", "confirmed"]);
  });
  for (const { nonce } of orphaned) context.observe({ type: "reorged", signer: lease.signer, nonce });
  const sendings = orphaned.flatMap(({ nonce, attempts, transaction_hash }): Sending[] => {
    const attempt = attempts.find(({ hash }) => hash === transaction_hash) ?? attempts.at(-1);
    if (attempt === undefined) return [];
    const fees = { maxFee: attempt.max_fee, maxTip: attempt.max_tip };
    return [{ nonce, raw: attempt.raw, hash: attempt.hash, fees, why: "rebroadcast" }];
  });
  await broadcast(context, lease, sendings);
}
