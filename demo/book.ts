import type { EventClass } from "doorkey";
import type { HolderKey } from "doorkey-test-support/keys";
import type { Order } from "./input/buyers.ts";

export type Fate = "out" | "admitted" | "returned" | "revoked";

/** A right as the journey knows it, without asking the chain. */
export type BookRight = {
  readonly id: bigint;
  readonly class: EventClass;
  readonly seat: number | undefined;
  readonly agentId: number;
  holder: HolderKey;
  rebinds: number;
  named: boolean;
  fate: Fate;
};

/** An order with its key and its rights. */
export type Buyer = { readonly order: Order; readonly key: HolderKey; readonly rights: BookRight[] };

/** A right that was turned away at the gate, and the contracts' name for the reason. */
export type Turned = { readonly class: EventClass | undefined; readonly reason: string };

/**
 * The journey's own record of everything that it did. At the end it must agree with the chain, which is read only then.
 */
export class Book {
  readonly rights = new Map<bigint, BookRight>();
  readonly buyers = new Map<string, Buyer>();
  /** The class of each record that a grant wrote as void. */
  readonly refusedAtGrant: EventClass[] = [];
  readonly reopened = new Map<EventClass, number>();
  readonly turnedAway: Turned[] = [];

  grant(right: Omit<BookRight, "rebinds" | "named" | "fate">): BookRight {
    const entry: BookRight = { ...right, rebinds: 0, named: false, fate: "out" };
    this.rights.set(right.id, entry);
    return entry;
  }

  reopen(class_: EventClass, places: number): void {
    this.reopened.set(class_, (this.reopened.get(class_) ?? 0) + places);
  }

  /** The buyer of an order. Every order was granted. */
  buyer(order: Order): Buyer {
    const buyer = this.buyers.get(order.order);
    if (buyer === undefined) throw new Error(`order ${order.order} has no buyer`);
    return buyer;
  }

  /** The first right of an order. */
  firstRight(order: Order): BookRight {
    const [right] = this.buyer(order).rights;
    if (right === undefined) throw new Error(`order ${order.order} has no right`);
    return right;
  }

  settle(ids: Iterable<bigint>, fate: Fate): void {
    for (const id of ids) {
      const right = this.rights.get(id);
      if (right === undefined || right.fate !== "out") throw new Error(`right ${id} cannot become ${fate}`);
      right.fate = fate;
    }
  }
}
