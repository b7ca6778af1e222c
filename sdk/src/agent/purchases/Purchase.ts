import { JOURNALED_REQUEST, type JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { BLOCK_REF, type BlockRef } from "../../core/BlockRef.ts";
import type { Address } from "../../core/Hex.ts";
import { fields, hexOf, list, optional, type Shape, text, whole } from "../../core/shape.ts";
import { INVITATION, type Invitation } from "../../pass/Claim.ts";
import { PASS, type Pass } from "../../pass/Pass.ts";
import type { Invited, InvitedQuestion } from "./Invited.ts";

/** A paid order on its way to rights: open, then being granted to the key that claimed it, then with its pass. JSON. */
export type Purchase = {
  readonly orderId: string;
  /** Counts its changes from 0. */
  readonly revision: number;
  readonly invitation: Invitation;
  readonly className: string;
  /** Numbers, ascending; none in a class without seats. */
  readonly seats: readonly number[];
  /** The grant under way; stored before it is sent. */
  readonly grant?: PurchaseGrant | undefined;
  /**
   * Requests that were to grant it and were declined, but may still do so. All have one nonce, and so has the next
   * request: the chain then executes only one of them.
   */
  readonly declined?: readonly PurchaseGrant[] | undefined;
  /** Set once it is granted. */
  readonly pass?: Pass | undefined;
};

/** The request that grants a purchase, perhaps together with others. */
export type PurchaseGrant = {
  readonly holder: Address;
  readonly request: JournaledRequest;
  /** Position of its first right in the batch. */
  readonly index: number;
  /** The block in which the grant was found. */
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
 * Where purchases are kept. An agent that runs several processes gives them one store. What a store reports as saved
 * must survive a crash: a store that forgets may cause an order to be granted twice.
 */
export type PurchaseStore = {
  ofOrder(orderId: string): Promise<Purchase | undefined>;
  ofKey(purchaseKey: string): Promise<Purchase | undefined>;
  /** What the orders of a class take that may still be granted: one look-up, however many they are. */
  invitedOf(question: InvitedQuestion): Promise<Invited>;
  /**
   * Keeps all of them, or none: each replaces the one of its order whose revision is one less; a revision of
   * 0 is its order's first. Returns false if one of them finds another revision, because another process was faster.
   */
  save(purchases: readonly Purchase[]): Promise<boolean>;
};
