/** Follows what a signer has under way: settles mined transactions, gives up displaced ones, advances the rest. */

import type { Hex } from "doorkey";
import type { ChainView } from "../chain/ChainView.ts";
import { transact } from "../storage/transact.ts";
import { advance } from "./advance.ts";
import { changeRequests, UNDECIDED } from "./changeRequests.ts";
import { confirmMined } from "./confirm.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { fence } from "./leases.ts";
import { type OpenTransaction, openTransactions } from "./openTransactions.ts";
import { type Mined, settleMined } from "./settleMined.ts";

/**
 * How many transactions still wait to be mined, whether nothing more is to be done at this block, and whether no row has
 * the nonce that the chain takes next, although later ones wait for it.
 */
export type Watched = { readonly inFlight: number; readonly done: boolean; readonly gap: boolean };

/**
 * Brings everything that is under way up to date with the chain.
 *
 * @param seen The newest block at the last pass, if there was one. Until a newer one comes, only unsigned or overdue
 * transactions matter.
 */
export async function watch(context: EngineContext, lease: Lease, view: ChainView, seen?: Hex): Promise<Watched> {
  const open = await openTransactions(context.db, lease.signer);
  if (open.length === 0) return { inFlight: 0, done: true, gap: false };
  if (view.head.hash === seen && !open.some((one) => isUrgent(context, one))) {
    return { inFlight: open.filter(({ state }) => state !== "mined").length, done: true, gap: false };
  }
  const used = await view.nonceOf(lease.signer, "latest");
  const waiting = open.filter(({ state }) => state !== "mined");
  const past = waiting.filter(({ nonce }) => nonce < used);
  const ahead = waiting.filter(({ nonce }) => nonce >= used);

  const mined = await minedAmong(view, past);
  await settleMined(context, lease, view, mined);
  const found = new Set(mined.map(({ transaction }) => transaction.id));
  const missing = past.filter(({ id }) => !found.has(id));
  // A nonce is used and its receipt is missing: the node lags, or is wrong.
  if (missing.length > 0) view.distrust();
  const displaced = await displacedAmong(context, lease, view, missing);
  await displace(context, lease, displaced);
  await confirmMined(
    context,
    lease,
    view,
    open.filter(({ state }) => state === "mined"),
  );
  await advance(context, lease, view, ahead);
  const gap = await isGapBelow(context, lease, used, ahead);
  return { inFlight: ahead.length + missing.length - displaced.length, done: mined.length === 0 && !gap, gap };
}

/** A node may have claimed nonces that nothing used, or a row was lost. Then the signer is reconciled again (F8). */
async function isGapBelow(
  { db }: EngineContext,
  { signer }: Lease,
  used: number,
  ahead: readonly OpenTransaction[],
): Promise<boolean> {
  const [lowest] = ahead;
  if (lowest === undefined || lowest.nonce === used) return false;
  const row = await db
    .selectFrom("transactions")
    .select("id")
    .where("signer", "=", signer)
    .where("nonce", "=", used)
    .where("state", "<>", "displaced")
    .executeTakeFirst();
  return row === undefined;
}

function isUrgent({ options }: EngineContext, { state, waitedMs }: OpenTransaction): boolean {
  return state === "assigned" || (state === "sent" && waitedMs >= options.rebroadcastAfterMs);
}

/** Reads the receipts of all attempts before anything is concluded from a nonce (F7). */
async function minedAmong(view: ChainView, past: readonly OpenTransaction[]): Promise<Mined[]> {
  const receipts = await view.receipts(past.flatMap(({ attempts }) => attempts.map(({ hash }) => hash)));
  return past.flatMap((transaction) => {
    const receipt = transaction.attempts.map(({ hash }) => receipts.get(hash)).find((one) => one !== undefined);
    return receipt === undefined ? [] : [{ transaction, receipt }];
  });
}

/**
 * Transactions whose nonce a foreign transaction used: by every endpoint, the chain had used it `confirmations` blocks
 * ago, and no endpoint has a receipt of an attempt. Before that depth, a receipt may be missing because a node lags (F18).
 */
async function displacedAmong(
  { chain, options }: EngineContext,
  { signer }: Lease,
  view: ChainView,
  missing: readonly OpenTransaction[],
): Promise<OpenTransaction[]> {
  const depth = view.head.number - options.confirmations;
  if (missing.length === 0 || depth < 0) return [];
  const usedThen = await view.nonceOf(signer, depth);
  if (!missing.some(({ nonce }) => nonce < usedThen)) return [];
  const agreed = Math.min(usedThen, await chain.leastNonce(signer, depth));
  const old = missing.filter(({ nonce }) => nonce < agreed);
  if (old.length === 0) return [];
  const receipts = await chain.receiptsAnywhere(old.flatMap(({ attempts }) => attempts.map(({ hash }) => hash)));
  return old.filter(({ attempts }) =>
    attempts.every(({ hash }) => receipts.has(hash) && receipts.get(hash) === undefined),
  );
}

/** Returns their requests to the queue, where they are judged again. They are never signed again in place. */
async function displace({ db, observe }: EngineContext, lease: Lease, lost: readonly OpenTransaction[]): Promise<void> {
  if (lost.length === 0) return;
  const ids = lost.map(({ id }) => id);
  await transact(db, async (tx) => {
    await fence(tx, lease);
    await tx.updateTable("transactions").set({ state: "displaced" }).where("id", "in", ids).execute();
    const rows = await tx.selectFrom("requests").select("digest").where("tx_id", "in", ids).forUpdate().execute();
    const fates = rows.map(({ digest }) => {
      return { ...UNDECIDED, digest, state: "queued", tx_id: null, position: null } as const;
    });
    await changeRequests(tx, fates, ["assigned"]);
  });
  for (const { nonce } of lost) observe({ type: "displaced", signer: lease.signer, nonce });
}
