import { randomBytes } from "node:crypto";
import type { Hex } from "doorkey";
import type { Purchase, PurchaseStore } from "doorkey/agent";
import { ProblemError } from "../problems/ProblemError.ts";

/** How often it looks again because a claim came between. */
const LOOKS = 4;

/** Lets a phone claim an order until another time. Only while no phone has the invitation, because claims repeat it. */
export function extendInvitation(store: PurchaseStore, orderId: string, expiresAt: number): Promise<Purchase> {
  return change(store, orderId, (purchase) => ({ ...purchase.invitation, expiresAt }));
}

/**
 * Ends an invitation: its key is thrown away, and its places are free.
 *
 * @throws SALE_CLAIMED
 */
export function endInvitation(store: PurchaseStore, orderId: string, now: number): Promise<Purchase> {
  return change(store, orderId, ({ invitation }) => {
    const purchaseKey: Hex = `0x${randomBytes(32).toString("hex")}`;
    return { ...invitation, purchaseKey, expiresAt: Math.min(invitation.expiresAt, Math.floor(now)) };
  });
}

async function change(
  store: PurchaseStore,
  orderId: string,
  invitationOf: (purchase: Purchase) => Purchase["invitation"],
): Promise<Purchase> {
  for (let look = 0; look < LOOKS; look++) {
    const purchase = await store.ofOrder(orderId);
    if (purchase === undefined) throw new ProblemError("SALE_UNKNOWN");
    // A request that the relay declined may still be sent until its deadline.
    if (purchase.grant !== undefined || purchase.pass !== undefined || (purchase.declined?.length ?? 0) > 0) {
      throw new ProblemError("SALE_CLAIMED");
    }
    const next = { ...purchase, revision: purchase.revision + 1, invitation: invitationOf(purchase) };
    if (await store.save([next])) return next;
  }
  throw new ProblemError("SALE_CLAIMED");
}
