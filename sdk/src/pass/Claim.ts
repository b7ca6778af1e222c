import { EVENT_REF, type EventRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { type FieldShapes, fields, hexOf, hexUpTo, literal, type Shape, whole } from "../core/shape.ts";

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

const UINT32 = 2 ** 32 - 1;

const INVITATION_FIELDS: FieldShapes<Invitation> = {
  v: literal(1),
  event: EVENT_REF,
  classId: whole(1, 64),
  agentId: whole(1, UINT32),
  purchaseKey: hexOf(32),
  quantity: whole(1, 255),
  expiresAt: whole(1),
};

export const INVITATION: Shape<Invitation> = fields(INVITATION_FIELDS);

export const CLAIM: Shape<Claim> = fields({ ...INVITATION_FIELDS, holder: hexOf(20), signature: hexUpTo(512) });
