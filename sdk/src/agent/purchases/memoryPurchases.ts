import type { Invited, InvitedQuestion } from "./Invited.ts";
import { invitedUntil } from "./invitedUntil.ts";
import type { Purchase, PurchaseStore } from "./Purchase.ts";

/**
 * Purchases in memory, for tests and trials. They are lost with the process, also those that are being granted.
 *
 * @example
 * import { memoryPurchases, type Seller } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * const sellerOf = (connection: Connection, agentId: number): Seller => ({
 *   connection, agentId, purchases: memoryPurchases(),
 * });
 */
export function memoryPurchases(): PurchaseStore {
  const byOrder = new Map<string, Purchase>();
  const byKey = new Map<string, Purchase>();
  const classes = new Map<string, InvitedClass>();

  const invitedIn = ({ invitation: { event, classId } }: Purchase): InvitedClass =>
    classOf(classes, event.eventId, classId);

  function forget(purchase: Purchase): void {
    byKey.delete(purchase.invitation.purchaseKey.toLowerCase());
    count(invitedIn(purchase), purchase, -1);
  }

  function keep(purchase: Purchase): void {
    byOrder.set(purchase.orderId, purchase);
    byKey.set(purchase.invitation.purchaseKey.toLowerCase(), purchase);
    count(invitedIn(purchase), purchase, 1);
  }

  return {
    ofOrder: async (orderId) => byOrder.get(orderId),
    ofKey: async (purchaseKey) => byKey.get(purchaseKey.toLowerCase()),
    invitedOf: async (question) => {
      const invited = classOf(classes, question.eventId, question.classId);
      const except = question.except === undefined ? undefined : byOrder.get(question.except);
      const own = except !== undefined && invitedIn(except) === invited ? except : undefined;
      return answer(invited, question, own);
    },
    save: async (purchases) => {
      const fits = ({ orderId, revision }: Purchase) => (byOrder.get(orderId)?.revision ?? -1) === revision - 1;
      if (!purchases.every(fits)) return false;
      // Copies, as in any other store: a caller that changes a saved object does not change the store. Copied together,
      // purchases of one request share it.
      for (const purchase of structuredClone(purchases)) {
        const before = byOrder.get(purchase.orderId);
        if (before !== undefined) forget(before);
        keep(purchase);
      }
      return true;
    },
  };
}

/** Open orders of a class: their rights by the second until which they are invited, and the orders of each seat. */
type InvitedClass = {
  readonly rights: Map<number, number>;
  readonly seats: Map<number, Set<Purchase>>;
};

function classOf(classes: Map<string, InvitedClass>, eventId: number, classId: number): InvitedClass {
  const key = `${eventId} ${classId}`;
  const known = classes.get(key) ?? { rights: new Map(), seats: new Map() };
  classes.set(key, known);
  return known;
}

function count({ rights, seats }: InvitedClass, purchase: Purchase, sign: 1 | -1): void {
  const until = invitedUntil(purchase);
  if (until === 0) return;
  const sum = (rights.get(until) ?? 0) + sign * purchase.invitation.quantity;
  if (sum === 0) rights.delete(until);
  else rights.set(until, sum);
  for (const seat of purchase.seats) {
    const orders = seats.get(seat) ?? new Set();
    if (sign === 1) orders.add(purchase);
    else orders.delete(purchase);
    if (orders.size === 0) seats.delete(seat);
    else seats.set(seat, orders);
  }
}

function answer(
  { rights, seats }: InvitedClass,
  { now, seats: wanted }: InvitedQuestion,
  own: Purchase | undefined,
): Invited {
  let sum = own !== undefined && invitedUntil(own) > now ? -own.invitation.quantity : 0;
  for (const [until, count] of rights) if (until > now) sum += count;
  const isTaken = (seat: number) =>
    [...(seats.get(seat) ?? [])].some((order) => order !== own && invitedUntil(order) > now);
  return { rights: sum, seats: [...new Set(wanted)].filter(isTaken).sort((a, b) => a - b) };
}
