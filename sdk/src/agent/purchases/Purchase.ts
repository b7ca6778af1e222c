import { JOURNALED_REQUEST, type JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { BLOCK_REF, type BlockRef } from "../../core/BlockRef.ts";
import type { Address } from "../../core/Hex.ts";
import { fields, hexOf, list, optional, type Shape, text, whole } from "../../core/shape.ts";
import { INVITATION, type Invitation } from "../../pass/Claim.ts";
import { PASS, type Pass } from "../../pass/Pass.ts";

/** A paid order on its way to being rights: open, then being granted to the key that claimed it, then with its pass. JSON. */
export type Purchase = {
  readonly orderId: string;
  /** Counts its changes from 0. */
  readonly revision: number;
  readonly invitation: Invitation;
  readonly className: string;
  /** Numbers, rising; none in a class without seats. */
  readonly seats: readonly number[];
  /** What is being granted; kept before it is sent. */
  readonly grant?: PurchaseGrant | undefined;
  /**
   * What was to grant it and was declined, and may do so after all. All have one nonce, and so has whatever is sent
   * next: the chain then lets one of them happen.
   */
  readonly declined?: readonly PurchaseGrant[] | undefined;
  /** Once it is granted. */
  readonly pass?: Pass | undefined;
};

/** The request that grants a purchase, perhaps together with others. */
export type PurchaseGrant = {
  readonly holder: Address;
  readonly request: JournaledRequest;
  /** Place of its first right in the batch. */
  readonly index: number;
  /** In which it was found to be granted. */
  readonly block?: BlockRef | undefined;
};

const PURCHASE_GRANT: Shape<PurchaseGrant> = fields({
  holder: hexOf(20),
  request: JOURNALED_REQUEST,
  index: whole(0),
  block: optional(BLOCK_REF),
});

export const PURCHASE: Shape<Purchase> = fields({
  orderId: text,
  revision: whole(0),
  invitation: INVITATION,
  className: text,
  seats: list(whole(0)),
  grant: optional(PURCHASE_GRANT),
  declined: optional(list(PURCHASE_GRANT)),
  pass: optional(PASS),
});

/**
 * Where purchases are kept. Whoever runs several processes gives them one store. What it says was saved must survive a
 * crash: a store that forgets may let an order be granted twice.
 */
export type PurchaseStore = {
  ofOrder(orderId: string): Promise<Purchase | undefined>;
  ofKey(purchaseKey: string): Promise<Purchase | undefined>;
  /**
   * Keeps them all, or none: each takes the place of the one of its order whose revision is one less, and a revision of
   * 0 is its order's first. False when one of them finds another revision: somebody else was faster.
   */
  save(purchases: readonly Purchase[]): Promise<boolean>;
};
