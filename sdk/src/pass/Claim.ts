import type { EventRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";

/** What a seller sends the buyer's device once an order is paid. The key that answers gets these places. JSON. */
export type Invitation = {
  readonly v: 1;
  readonly event: EventRef;
  readonly classId: number;
  readonly agentId: number;
  /** 32 bytes that stand for the order. */
  readonly purchaseKey: Hex;
  readonly quantity: number;
  /** Seconds. */
  readonly expiresAt: number;
};

/** A device's answer: the invitation, its key's address, and that key's signature over the PurchaseClaim. JSON. */
export type Claim = Invitation & { readonly holder: Address; readonly signature: Hex };
