import { type GrantEngine, grantItems, settleEarlier } from "../grants/grantEngine.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import type { PurchaseGrant } from "./Purchase.ts";
import { type PurchaseItem, type PurchaseLedger, purchaseLedger } from "./purchaseLedger.ts";
import type { Seller } from "./Seller.ts";

/**
 * Grants orders of one class as one batch, each whole or not at all. Returns one outcome per order, in their order. It
 * finds orders that cannot be granted without sending anything, and grants the others without them.
 */
export async function grantOrders(seller: Seller, orders: readonly ClaimedOrder[]): Promise<OrderOutcome[]> {
  const ledger = purchaseLedger(seller, orders);
  await grantItems(engineOf(seller, orders, ledger), ledger.items);
  return ledger.outcomes().map((outcome) => outcome ?? { status: "changed" });
}

/** Settles the request that another process sent for an order, earlier or now; undefined if it failed. */
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
  // A buyer waits, so a busy relay or node is reported at once, and the page sends the claim again.
  return { connection, eventId, agentId, ledger, whole: true, hookData, patience: 0, concurrency: 1 };
}
