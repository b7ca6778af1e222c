import type { Transaction } from "../../calls/Call.ts";
import { DoorkeyError, isDoorkeyError } from "../../core/DoorkeyError.ts";
import { sameAddress } from "../../core/Hex.ts";
import type { Pass } from "../../pass/Pass.ts";
import { allocateInOrder } from "../grants/allocateInOrder.ts";
import type { GrantItem } from "../grants/GrantItem.ts";
import { grantCall, inSeatOrder, rightsIn } from "../grants/grantCall.ts";
import { isDivisible, rightsLeft } from "../grants/refusedGrant.ts";
import type { JournaledRequest } from "../requests/JournaledRequest.ts";
import { nonceId } from "../requests/nonces.ts";
import { outcomesOnChain } from "../requests/outcomeOnChain.ts";
import { type Settled, settle } from "../requests/settle.ts";
import { signCall } from "../requests/signCall.ts";
import { finishPurchase } from "./finishPurchase.ts";
import type { Purchase, PurchaseGrant } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** A purchase that was claimed, as the chain will see it. */
export type ClaimedOrder = GrantItem & { readonly purchase: Purchase };

/**
 * How a claimed order ended. `changed`: another process changed its purchase before anything was sent, so read it again.
 */
export type OrderOutcome =
  | { readonly status: "granted"; readonly pass: Pass }
  | { readonly status: "changed" }
  | { readonly status: "failed"; readonly error: unknown };

/** How often an order is tried whose call went through when it was signed, and not when it was carried out. */
const MAX_ATTEMPTS = 5;

/** By the order's id. */
type Outcomes = Map<string, OrderOutcome>;

/**
 * Grants orders of one class as one batch, each whole or not at all; an outcome each, in their order. What is at fault
 * for one is found without sending anything, and the others go on without it. An order that a declined request may grant
 * after all is asked again with the nonce of that request alone, so that both never happen.
 */
export async function grantOrders(seller: Seller, orders: readonly ClaimedOrder[]): Promise<OrderOutcome[]> {
  const outcomes: Outcomes = new Map();
  await grantTogether(seller, orders, outcomes, MAX_ATTEMPTS).catch((error) => fail(outcomes, orders, error));
  return orders.map((order) => outcomes.get(order.purchase.orderId) ?? { status: "changed" });
}

async function grantTogether(
  seller: Seller,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
  attempts: number,
  failure?: DoorkeyError,
): Promise<void> {
  const open = await stillOpen(seller, orders, outcomes);
  if (attempts === 0) return fail(outcomes, open, failure);
  // One after the other: those whose nonce the first uses up are free then.
  for (const group of Map.groupBy(open, nonceOf).values()) {
    await grantGroup(seller, group, outcomes, attempts).catch((error) => fail(outcomes, group, error));
  }
}

/** The nonce of what was declined. */
function nonceOf({ purchase }: ClaimedOrder): string | undefined {
  const [first] = purchase.declined ?? [];
  return first && nonceId(first.request);
}

/** Grants orders that must have the same nonce, or may all have a fresh one. */
async function grantGroup(
  seller: Seller,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
  attempts: number,
): Promise<void> {
  const { connection } = seller;
  const sorted = inSeatOrder(orders);
  let request: JournaledRequest;
  try {
    const call = grantCall(connection, classOf(seller, orders), sorted, rightsIn(sorted));
    request = await signCall(connection, call, declinedOf(orders));
  } catch (error) {
    return grantParts(seller, orders, outcomes, attempts, error);
  }
  const journaled = withRequest(sorted, request);
  if (!(await seller.purchases.save([...journaled.values()]))) {
    // Nothing was sent. Whoever is still as it was is granted without the others.
    return grantTogether(seller, await unchanged(seller, orders), outcomes, attempts);
  }
  const outcome = await settle(connection, request);
  if (outcome.status === "done") return finish(seller, journaled, outcome.transaction, outcomes);
  await grantTogether(seller, await reopen(seller, journaled, outcome), outcomes, attempts - 1, outcome.error);
}

/** What was declined of any of them, each once. */
function declinedOf(orders: readonly ClaimedOrder[]): JournaledRequest[] {
  const declined = orders.flatMap(({ purchase }) => purchase.declined ?? []).map(({ request }) => request);
  return [...new Map(declined.map((request) => [request.digest, request])).values()];
}

/** Orders that nothing granted, each with what still may; the others are finished. */
async function stillOpen(
  seller: Seller,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
): Promise<readonly ClaimedOrder[]> {
  const outcomeOf = outcomesOnChain(seller.connection);
  const lookAt = async ({ purchase, ...order }: ClaimedOrder): Promise<readonly ClaimedOrder[]> => {
    const declined: PurchaseGrant[] = [];
    for (const grant of purchase.declined ?? []) {
      const outcome = await outcomeOf(grant.request);
      if (outcome === undefined) declined.push(grant);
      if (outcome?.status !== "done") continue;
      const pass = await finishPurchase(seller, { ...purchase, grant }, outcome.transaction);
      // To another device, perhaps, which claimed the order before.
      const isOwn = sameAddress(grant.holder, order.holder);
      outcomes.set(purchase.orderId, isOwn ? { status: "granted", pass } : { status: "changed" });
      return [];
    }
    return [{ ...order, purchase: { ...purchase, declined: declined.length > 0 ? declined : undefined } }];
  };
  const open = orders.map((order) =>
    lookAt(order).catch((error): readonly ClaimedOrder[] => {
      fail(outcomes, [order], error);
      return [];
    }),
  );
  return (await Promise.all(open)).flat();
}

/** The batch would not go through as it is: for want of places, for its size, or for the fault of some order. */
async function grantParts(
  seller: Seller,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
  attempts: number,
  error: unknown,
): Promise<void> {
  const open = await stillOpen(seller, orders, outcomes);
  // Some were granted meanwhile, which may be why.
  if (open.length < orders.length) return grantTogether(seller, open, outcomes, attempts);
  const left = rightsLeft(error);
  if (left !== undefined) {
    const { fitting, others } = allocateInOrder(orders, left);
    fail(outcomes, others, error);
    return grantTogether(seller, fitting, outcomes, attempts);
  }
  if (!isDivisible(error) || orders.length === 1) return fail(outcomes, orders, refusal(error));
  const middle = Math.ceil(orders.length / 2);
  for (const half of [orders.slice(0, middle), orders.slice(middle)]) {
    await grantTogether(seller, half, outcomes, attempts).catch((failure) => fail(outcomes, half, failure));
  }
}

function refusal(error: unknown): unknown {
  if (!isDoorkeyError(error) || error.contractError?.name !== "TooFewLive") return error;
  const details = ["A seat is taken, a person has enough rights, or evidence was refused."];
  return new DoorkeyError("GRANT_REFUSED", { cause: error, contractError: error.contractError, details });
}

function classOf({ agentId }: Seller, [order]: readonly ClaimedOrder[]) {
  const { event, classId } = (order as ClaimedOrder).purchase.invitation;
  return { eventId: event.eventId, classId, agentId };
}

/** Each order's purchase with the request that grants it. */
function withRequest(orders: readonly ClaimedOrder[], request: JournaledRequest): Map<ClaimedOrder, Purchase> {
  let index = 0;
  return new Map(
    orders.map((order) => {
      const grant: PurchaseGrant = { holder: order.holder, request, index };
      index += order.quantity;
      return [order, { ...order.purchase, revision: order.purchase.revision + 1, grant }];
    }),
  );
}

async function unchanged({ purchases }: Seller, orders: readonly ClaimedOrder[]): Promise<ClaimedOrder[]> {
  const stored = await Promise.all(orders.map(({ purchase }) => purchases.ofOrder(purchase.orderId)));
  return orders.filter(({ purchase }, i) => stored[i]?.revision === purchase.revision);
}

async function finish(
  seller: Seller,
  journaled: ReadonlyMap<ClaimedOrder, Purchase>,
  transaction: Transaction,
  outcomes: Outcomes,
): Promise<void> {
  await Promise.all(
    [...journaled.values()].map(async (purchase) => {
      try {
        outcomes.set(purchase.orderId, {
          status: "granted",
          pass: await finishPurchase(seller, purchase, transaction),
        });
      } catch (error) {
        outcomes.set(purchase.orderId, { status: "failed", error });
      }
    }),
  );
}

/** Nothing was granted: the purchases are open again. Those that somebody else changed meanwhile are left out. */
async function reopen(
  { purchases }: Seller,
  journaled: ReadonlyMap<ClaimedOrder, Purchase>,
  outcome: Settled,
): Promise<ClaimedOrder[]> {
  const reopened: ClaimedOrder[] = [];
  for (const [order, purchase] of journaled) {
    const open = reopenedPurchase(purchase, outcome);
    if (await purchases.save([open])) reopened.push({ ...order, purchase: open });
  }
  return reopened;
}

/** Without its grant; but whoever declined that may have lied. */
export function reopenedPurchase({ grant, pass: _, ...purchase }: Purchase, { status }: Settled): Purchase {
  const reopened = { ...purchase, revision: purchase.revision + 1 };
  if (status !== "declined" || grant === undefined) return reopened;
  return { ...reopened, declined: [...(purchase.declined ?? []), grant] };
}

function fail(outcomes: Outcomes, orders: readonly ClaimedOrder[], error: unknown): void {
  for (const { purchase } of orders) {
    if (!outcomes.has(purchase.orderId)) outcomes.set(purchase.orderId, { status: "failed", error });
  }
}
