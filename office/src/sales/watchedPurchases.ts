import type { Purchase, PurchaseStore } from "doorkey/agent";

/** A store that calls back with each purchase after it was saved. */
export function watchedPurchases(store: PurchaseStore, onSaved: (purchase: Purchase) => void): PurchaseStore {
  return {
    ofOrder: (orderId) => store.ofOrder(orderId),
    ofKey: (purchaseKey) => store.ofKey(purchaseKey),
    invitedOf: (question) => store.invitedOf(question),
    save: async (purchases) => {
      const isSaved = await store.save(purchases);
      if (isSaved) for (const purchase of purchases) onSaved(purchase);
      return isSaved;
    },
  };
}
