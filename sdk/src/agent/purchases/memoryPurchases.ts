import type { Purchase, PurchaseStore } from "./Purchase.ts";

/**
 * Purchases in memory, for tests and trials. They are lost with the process, also those that are being granted.
 *
 * @example
 * import { memoryPurchases, type Seller } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * const sellerOf = (connection: Connection, agentId: number): Seller => ({
 *   connection, agentId, purchases: memoryPurchases(),
 * });
 */
export function memoryPurchases(): PurchaseStore {
  const byOrder = new Map<string, Purchase>();
  const byKey = new Map<string, Purchase>();
  const open = new Map<string, Purchase>();
  return {
    ofOrder: async (orderId) => byOrder.get(orderId),
    ofKey: async (purchaseKey) => byKey.get(purchaseKey.toLowerCase()),
    openOf: async (eventId, classId) =>
      [...open.values()].filter(
        ({ invitation }) => invitation.event.eventId === eventId && invitation.classId === classId,
      ),
    save: async (purchases) => {
      const fits = ({ orderId, revision }: Purchase) => (byOrder.get(orderId)?.revision ?? -1) === revision - 1;
      if (!purchases.every(fits)) return false;
      for (const purchase of purchases) {
        const before = byOrder.get(purchase.orderId);
        if (before !== undefined) byKey.delete(before.invitation.purchaseKey.toLowerCase());
        // A copy, as in any other store: a caller that changes the saved object does not change the store.
        const kept = structuredClone(purchase);
        byOrder.set(kept.orderId, kept);
        if (kept.pass === undefined) open.set(kept.orderId, kept);
        else open.delete(kept.orderId);
        byKey.set(kept.invitation.purchaseKey.toLowerCase(), kept);
      }
      return true;
    },
  };
}
