import type { Address, Claim, EventRef, HolderRight, KeyKind, Pass, SellerEvent } from "doorkey/buyer";

/** What the wallet keeps of one ticket. None of it is secret: the key is in a store of its own, which no page can read. */
export type Ticket = {
  /** The purchase key of its order, or the key that asked another phone for it. */
  readonly id: string;
  /** Where its seller answers. */
  readonly seller: string;
  readonly event: EventRef;
  readonly holder: Address;
  readonly keyKind: KeyKind;
  /** Kept before it is sent, because a seller that has seen a key gives the order to no other. */
  readonly claim?: Claim;
  /** As the seller gave it. Undefined until it did. */
  readonly pass?: Pass;
  /** The event as the seller described it last. */
  readonly facts?: SellerEvent;
  /** What became of each right, as the seller said last. */
  readonly news?: News;
  /** The last reminder to test the ticket that its owner has answered. */
  readonly tested?: "week" | "day";
  /** Milliseconds. */
  readonly addedAt: number;
};

export type News = {
  readonly rights: readonly HolderRight[];
  /** Milliseconds. */
  readonly at: number;
};
