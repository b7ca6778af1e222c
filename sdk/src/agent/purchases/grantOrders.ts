import type { Transaction } from "../../calls/Call.ts";
import { DoorkeyError, isDoorkeyError } from "../../errors/DoorkeyError.ts";
import type { Pass } from "../../pass/Pass.ts";
import { firstCome } from "../grants/firstCome.ts";
import type { GrantItem } from "../grants/GrantItem.ts";
import { grantCall, inSeatOrder, rightsIn } from "../grants/grantCall.ts";
import { isDivisible, rightsLeft } from "../grants/refusedGrant.ts";
import type { JournaledRequest } from "../requests/JournaledRequest.ts";
import { settle } from "../requests/settle.ts";
import { signCall } from "../requests/signCall.ts";
import type { Desk } from "./Desk.ts";
import { finishPurchase } from "./finishPurchase.ts";
import type { Purchase, PurchaseGrant } from "./Purchase.ts";

/** A purchase that was claimed, as the chain will see it. */
export type ClaimedOrder = GrantItem & { readonly purchase: Purchase };

/**
 * What became of a claimed order. `changed`: its purchase was changed by somebody else before anything was sent: read it
 * again.
 */
export type OrderOutcome =
  | { readonly state: "granted"; readonly pass: Pass }
  | { readonly state: "changed" }
  | { readonly state: "failed"; readonly error: unknown };

/** How often an order is tried whose call went through when it was signed, and not when it was carried out. */
const MAX_ATTEMPTS = 5;

type Outcomes = Map<ClaimedOrder, OrderOutcome>;

/**
 * Grants orders of one class as one batch, each whole or not at all; an outcome each, in their order. What is at fault
 * for one is found without sending anything, and the others go on without it.
 */
export async function grantOrders(desk: Desk, orders: readonly ClaimedOrder[]): Promise<OrderOutcome[]> {
  const outcomes: Outcomes = new Map();
  await grantTogether(desk, orders, outcomes, MAX_ATTEMPTS).catch((error) => fail(outcomes, orders, error));
  return orders.map((order) => outcomes.get(order) ?? { state: "changed" });
}

async function grantTogether(
  desk: Desk,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
  attempts: number,
): Promise<void> {
  if (orders.length === 0) return;
  const { connection } = desk;
  const sorted = inSeatOrder(orders);
  let request: JournaledRequest;
  try {
    request = await signCall(connection, grantCall(connection, classOf(desk, orders), sorted, rightsIn(sorted)));
  } catch (error) {
    return grantParts(desk, orders, outcomes, attempts, error);
  }
  const journaled = withRequest(sorted, request);
  if (!(await desk.purchases.save([...journaled.values()]))) {
    // Nothing was sent. Whoever is still as it was is granted without the others.
    return grantTogether(desk, await unchanged(desk, orders), outcomes, attempts);
  }
  const outcome = await settle(connection, request);
  if (outcome.state === "done") return finish(desk, journaled, outcome.transaction, outcomes);
  const reopened = await reopen(desk, journaled);
  if (attempts === 1) fail(outcomes, reopened, outcome.error);
  else await grantTogether(desk, reopened, outcomes, attempts - 1);
}

/** The batch would not go through as it is: for want of places, for its size, or for the fault of some order. */
async function grantParts(
  desk: Desk,
  orders: readonly ClaimedOrder[],
  outcomes: Outcomes,
  attempts: number,
  error: unknown,
): Promise<void> {
  const left = rightsLeft(error);
  if (left !== undefined) {
    const { fitting, others } = firstCome(orders, left);
    fail(outcomes, others, error);
    return grantTogether(desk, fitting, outcomes, attempts);
  }
  if (!isDivisible(error) || orders.length === 1) return fail(outcomes, orders, refusal(error));
  const middle = Math.ceil(orders.length / 2);
  for (const half of [orders.slice(0, middle), orders.slice(middle)]) {
    await grantTogether(desk, half, outcomes, attempts).catch((failure) => fail(outcomes, half, failure));
  }
}

function refusal(error: unknown): unknown {
  if (!isDoorkeyError(error) || error.contractError?.name !== "TooFewLive") return error;
  const details = ["A seat is taken, a person has enough rights, or evidence was refused."];
  return new DoorkeyError("GRANT_REFUSED", { cause: error, contractError: error.contractError, details });
}

function classOf({ agentId }: Desk, [order]: readonly ClaimedOrder[]) {
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

async function unchanged({ purchases }: Desk, orders: readonly ClaimedOrder[]): Promise<ClaimedOrder[]> {
  const stored = await Promise.all(orders.map(({ purchase }) => purchases.ofOrder(purchase.orderId)));
  return orders.filter(({ purchase }, i) => stored[i]?.revision === purchase.revision);
}

async function finish(
  desk: Desk,
  journaled: ReadonlyMap<ClaimedOrder, Purchase>,
  transaction: Transaction,
  outcomes: Outcomes,
): Promise<void> {
  await Promise.all(
    [...journaled].map(async ([order, purchase]) => {
      try {
        outcomes.set(order, { state: "granted", pass: await finishPurchase(desk, purchase, transaction) });
      } catch (error) {
        outcomes.set(order, { state: "failed", error });
      }
    }),
  );
}

/** Nothing was granted: the purchases are open again. Those that somebody else changed meanwhile are left out. */
async function reopen({ purchases }: Desk, journaled: ReadonlyMap<ClaimedOrder, Purchase>): Promise<ClaimedOrder[]> {
  const reopened: ClaimedOrder[] = [];
  for (const [order, purchase] of journaled) {
    const open = reopenedPurchase(purchase);
    if (await purchases.save([open])) reopened.push({ ...order, purchase: open });
  }
  return reopened;
}

export function reopenedPurchase({ grant: _, pass: __, ...purchase }: Purchase): Purchase {
  return { ...purchase, revision: purchase.revision + 1 };
}

function fail(outcomes: Outcomes, orders: readonly ClaimedOrder[], error: unknown): void {
  for (const order of orders) if (!outcomes.has(order)) outcomes.set(order, { state: "failed", error });
}
