import { type GrantEngine, grantItems, settleEarlier } from "../grants/grantEngine.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import type { PurchaseGrant } from "./Purchase.ts";
import { type PurchaseItem, type PurchaseLedger, purchaseLedger } from "./purchaseLedger.ts";
import type { Seller } from "./Seller.ts";

/**
 * Grants orders of one class as one batch, each whole or not at all; an outcome each, in their order. What is wrong with
 * one is found without sending anything, and the others are granted without it.
 */
export async function grantOrders(seller: Seller, orders: readonly ClaimedOrder[]): Promise<OrderOutcome[]> {
  const ledger = purchaseLedger(seller, orders);
  await grantItems(engineOf(seller, orders, ledger), ledger.items);
  return ledger.outcomes().map((outcome) => outcome ?? { status: "changed" });
}

/** Settles the request that an earlier process, or another one now, sent for an order; undefined if it came to nothing. */
export async function resumeOrder(
  seller: Seller,
  order: ClaimedOrder,
  { request }: PurchaseGrant,
): Promise<OrderOutcome | undefined> {
  const ledger = purchaseLedger(seller, [order]);
  await settleEarlier(engineOf(seller, [order], ledger), [{ request, isLast: true }]);
  return ledger.outcomes()[0];
}

function engineOf(
  { connection, agentId, hookData }: Seller,
  [order]: readonly ClaimedOrder[],
  ledger: PurchaseLedger,
): GrantEngine<PurchaseItem> {
  const eventId = order?.purchase.invitation.event.eventId ?? 0;
  // A buyer waits: what is busy is said at once, and the claim comes again.
  return { connection, eventId, agentId, ledger, whole: true, hookData, patience: 0, concurrency: 1 };
}
