import { isInChain } from "../../chain/isInChain.ts";
import { breathe } from "../../core/breathe.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { sameEvent } from "../../core/EventRef.ts";
import { sameAddress } from "../../core/Hex.ts";
import type { Claim, Invitation } from "../../pass/Claim.ts";
import { completePass } from "../../pass/completePass.ts";
import type { Pass } from "../../pass/Pass.ts";
import { checkClaim } from "../../pass/signClaim.ts";
import { findDocument } from "../../state/findDocument.ts";
import type { OrderOutcome } from "./ClaimedOrder.ts";
import { checkedSeller } from "./checkedSeller.ts";
import { grantOrders, resumeOrder } from "./grantOrders.ts";
import type { Purchase } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** How often a purchase is read again because other processes keep changing it, or because its request died. */
const MAX_LOOKS = 8;

/**
 * Completes a purchase with a device's claim: verifies it, compares it with the order, grants the rights to the
 * device's key, and returns the pass. Safe to repeat: the same claim gets the same pass, if it is sent twice, or again
 * after a crash at any moment. If the pass lacked the event document, the claim sent again gets the completed one. The grant is written to the purchase store before it is sent; the chain decides its
 * outcome. A relay that declines a request and sends it later cannot cause a second grant: the next has the same nonce.
 *
 * @param body The claim as it arrived; see `signClaim` of doorkey/buyer.
 * @throws CLAIM_MALFORMED, CLAIM_UNSIGNED, CLAIM_EXPIRED; PURCHASE_UNKNOWN; PURCHASE_DIFFERENT when the claim differs
 * from the order; PURCHASE_TAKEN when another key claimed the order. GRANT_REFUSED, CALL_REVERTED with ClassSoldOut,
 * QuotaExceeded, SalesClosed and other refusals of the contracts, or REQUEST_DEAD when the relay keeps declining: the
 * order is open again. Nothing was granted, but a relay may send a request that it declined until its deadline, which
 * the next claim finds. CALL_UNDECIDED, RELAY_UNREACHABLE and the like: send the claim again.
 * @example
 * import { completePurchase, type Seller } from "doorkey/agent";
 *
 * async function claims(seller: Seller, request: Request) {
 *   const { pass } = await completePurchase(seller, await request.json());
 *   return Response.json(pass);
 * }
 */
export async function completePurchase(seller: Seller, body: unknown): Promise<completePurchase.Result> {
  checkedSeller(seller);
  // A signature takes a millisecond or two to check, and a sale may bring thousands of claims at once.
  await breathe();
  const claim = checkClaim(body, { now: 0 });
  for (let look = 0; look < MAX_LOOKS; look++) {
    const purchase = await seller.purchases.ofKey(claim.purchaseKey);
    assertClaimable(purchase, claim);
    if (purchase.pass !== undefined && !(await isUndone(seller, purchase)))
      return { pass: await completedPass(seller, purchase, purchase.pass), granted: false };
    const outcome = await grantPurchase(seller, purchase, claim);
    if (outcome?.status === "granted") return { pass: outcome.pass, granted: true };
    if (outcome?.status === "failed") throw outcome.error;
  }
  throw new DoorkeyError("CALL_UNDECIDED", { details: ["The order keeps changing. Send the claim again."] });
}

export declare namespace completePurchase {
  type Result = {
    readonly pass: Pass;
    /** Whether this call granted it. False when it was granted before, and this is the same pass again. */
    readonly granted: boolean;
  };
}

function assertClaimable(purchase: Purchase | undefined, claim: Claim): asserts purchase is Purchase {
  const expired = Date.now() / 1_000 >= claim.expiresAt;
  // Reopening an order discards its expired key.
  if (purchase === undefined) throw new DoorkeyError(expired ? "CLAIM_EXPIRED" : "PURCHASE_UNKNOWN");
  const different = differences(purchase.invitation, claim);
  if (different.length > 0) {
    throw new DoorkeyError("PURCHASE_DIFFERENT", {
      details: [`Differs from the invitation: ${different.join(", ")}.`],
    });
  }
  const holder = purchase.pass?.holder ?? purchase.grant?.holder;
  if (holder === undefined && expired) throw new DoorkeyError("CLAIM_EXPIRED");
  if (holder !== undefined && !sameAddress(holder, claim.holder)) throw new DoorkeyError("PURCHASE_TAKEN");
}

function differences(invitation: Invitation, claim: Claim): string[] {
  const names = ["classId", "agentId", "quantity", "expiresAt"] as const;
  return [
    ...(sameEvent(invitation.event, claim.event) ? [] : ["event"]),
    ...names.filter((name) => invitation[name] !== claim[name]),
  ];
}

/** Whether the block of its grant is not in the chain any more. A silent node does not invalidate a pass. */
async function isUndone({ connection }: Seller, { grant }: Purchase): Promise<boolean> {
  if (grant?.block === undefined) return false;
  return !(await isInChain(connection, grant.block).catch(() => true));
}

/** The stored pass. If it lacks something and the event document has come meanwhile, the whole one is stored instead. */
async function completedPass({ connection, purchases, documents }: Seller, purchase: Purchase, pass: Pass) {
  if (pass.lacks === undefined) return pass;
  const document = await findDocument(connection, pass.eventId, documents);
  if (document === undefined) return pass;
  const completed = completePass(pass, { document });
  // Another process that was faster stored the same pass.
  await purchases.save([{ ...purchase, revision: purchase.revision + 1, pass: completed }]);
  return completed;
}

/** Grants the purchase, or settles the request that was sent for it before; undefined if that failed. */
async function grantPurchase(seller: Seller, purchase: Purchase, claim: Claim): Promise<OrderOutcome | undefined> {
  const { holder, quantity } = claim;
  const order = { purchase, holder, quantity, seats: purchase.seats, evidence: [] };
  if (purchase.grant !== undefined) return resumeOrder(seller, order, purchase.grant);
  const evidence = (await seller.evidence?.(claim, purchase.orderId)) ?? [];
  if (evidence.length !== 0 && evidence.length !== quantity) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`evidence must be one per right, ${quantity}, or none.`] });
  }
  const paid = { ...order, evidence };
  return seller.queue === undefined ? (await grantOrders(seller, [paid]))[0] : seller.queue.add(paid);
}
