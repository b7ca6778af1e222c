import type { EventClass } from "doorkey";
import type { Classes } from "./cast.ts";
import type { Order } from "./input/buyers.ts";

/** Rights in one grant call: many more would fit, but then there would be nothing to watch. */
const BATCH = 250;

/** Who sells: the box office, or the agent at a level below the organizer, 0 the highest. */
export type Seller = "boxOffice" | 0 | 1 | 2;

/** The orders of one grant call. */
export type Sale = {
  readonly seller: Seller;
  readonly class: EventClass;
  /** Whether every person in it is known: a batch is tagged in full or not at all. */
  readonly tagged: boolean;
  readonly orders: readonly Order[];
};

/** Deals the orders to their sellers and packs them into batches. A party is never split. */
export function planSales(orders: readonly Order[], classes: Classes): readonly Sale[] {
  const dealt = new Map<string, { seller: Seller; class: EventClass; tagged: boolean; orders: Order[] }>();
  orders.forEach((order, i) => {
    const seller = sellerOf(order, i, classes);
    // Staff are named later, so that everybody can see who was not.
    const tagged = order.persons.length > 0 && order.class !== classes.staff;
    const key = `${order.class.id} ${seller} ${tagged}`;
    const pile = dealt.get(key) ?? { seller, class: order.class, tagged, orders: [] };
    pile.orders.push(order);
    dealt.set(key, pile);
  });
  return [...dealt.values()]
    .sort((a, b) => a.class.id - b.class.id || Number(a.tagged) - Number(b.tagged))
    .flatMap((pile) => inBatches(pile.orders).map((batch) => ({ ...pile, orders: batch })));
}

/** Half of the standing places and most seats are sold by the agent itself, the rest by those under it. */
function sellerOf(order: Order, i: number, { staff, standing }: Classes): Seller {
  if (order.class === staff) return "boxOffice";
  if (order.class !== standing) return i % 10 < 7 ? 0 : 1;
  return i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2;
}

function inBatches(orders: readonly Order[]): Order[][] {
  // Seats in order: their seat words are then written once a batch.
  const sorted = orders.toSorted((a, b) => (a.seats[0] ?? 0) - (b.seats[0] ?? 0));
  const batches: Order[][] = [];
  let places = BATCH;
  for (const order of sorted) {
    if (places + order.quantity > BATCH) {
      batches.push([]);
      places = 0;
    }
    batches.at(-1)?.push(order);
    places += order.quantity;
  }
  return batches;
}

/** Rights of a class that an agent at `level` and those under it sell. */
export function soldFrom(sales: readonly Sale[], class_: EventClass, level: number): number {
  return countRights(
    sales
      .filter((sale) => sale.class === class_ && typeof sale.seller === "number" && sale.seller >= level)
      .flatMap((sale) => sale.orders),
  );
}

export function countRights(orders: readonly Order[]): number {
  return orders.reduce((sum, { quantity }) => sum + quantity, 0);
}
