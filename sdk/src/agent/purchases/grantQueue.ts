import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import { sameAddress } from "../../core/Hex.ts";
import { assertUint } from "../../core/integers.ts";
import { countFitting } from "../grants/grantLimits.ts";
import { countRights } from "../grants/itemOrder.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import { checkedSeller } from "./checkedSeller.ts";
import { grantOrders } from "./grantOrders.ts";
import type { GrantQueue, Seller } from "./Seller.ts";

type Waiting = { readonly order: ClaimedOrder; readonly tell: (outcome: OrderOutcome) => void };

/** Orders of one class. One of its batches is under way at a time, so that the first order is served first. */
type Line = {
  waiting: Waiting[];
  timer: ReturnType<typeof setTimeout> | undefined;
  running: Promise<void> | undefined;
};

const MAX_WAIT = 250;
const MAX_RIGHTS = 400;

/**
 * Gathers purchases of one class that come at the same time into one batch, which costs a fraction of single grants. If
 * one order cannot be granted, the others are granted without it. When places run out, the first orders get them.
 *
 * @param options.maxWaitMs How long the first order of a batch waits for others. Defaults to 250.
 * @param options.maxRights A batch is granted at once when it has this many rights. Defaults to 400.
 * @example
 * import { type Seller, grantQueue } from "doorkey/agent";
 *
 * const busy = (seller: Seller): Seller => ({ ...seller, queue: grantQueue(seller, { maxWaitMs: 500, maxRights: 1_000 }) });
 */
export function grantQueue(seller: Seller, options: grantQueue.Options = {}): GrantQueue {
  checkedSeller(seller);
  const { maxWaitMs = MAX_WAIT, maxRights = MAX_RIGHTS } = given("options", options);
  assertUint("maxWaitMs", maxWaitMs, 31);
  assertUint("maxRights", maxRights, 31);
  const lines = new Map<string, Line>();
  const claimed = new Map<string, { readonly order: ClaimedOrder; readonly outcome: Promise<OrderOutcome> }>();

  function add(order: ClaimedOrder): Promise<OrderOutcome> {
    const key = order.purchase.invitation.purchaseKey;
    const same = claimed.get(key);
    if (same !== undefined) {
      if (sameAddress(same.order.holder, order.holder)) return same.outcome;
      return Promise.resolve({ status: "failed", error: new DoorkeyError("PURCHASE_TAKEN") });
    }
    const outcome = new Promise<OrderOutcome>((tell) => enqueue({ order, tell })).finally(() => claimed.delete(key));
    claimed.set(key, { order, outcome });
    return outcome;
  }

  function enqueue(item: Waiting): void {
    const line = lineOf(item.order);
    line.waiting.push(item);
    if (line.waiting.reduce((rights, { order }) => rights + order.quantity, 0) >= maxRights) start(line);
    else line.timer ??= setTimeout(() => start(line), maxWaitMs);
  }

  function lineOf({ purchase: { invitation }, evidence }: ClaimedOrder): Line {
    // A batch is tagged in full or not at all.
    const key = `${invitation.event.eventId} ${invitation.classId} ${evidence.length > 0}`;
    const line = lines.get(key) ?? { waiting: [], timer: undefined, running: undefined };
    lines.set(key, line);
    return line;
  }

  function start(line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    if (line.waiting.length > 0) line.running ??= run(line);
  }

  async function run(line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const batch = takeBatch(line);
      const outcomes = await grantOrders(
        seller,
        batch.map(({ order }) => order),
      );
      for (const [i, { tell }] of batch.entries()) tell(outcomes[i] ?? { status: "changed" });
    }
    // Cleared in the tick that saw the queue empty, so that a later order starts a new run.
    line.running = undefined;
  }

  /** The first orders that fit, at least one. */
  function takeBatch(line: Line): Waiting[] {
    const orders = line.waiting.map(({ order }) => order);
    let count = countFitting(orders);
    while (count > 1 && countRights(orders.slice(0, count)) > maxRights) count--;
    return line.waiting.splice(0, count);
  }

  return {
    add,
    drain: async () => {
      for (const line of lines.values()) start(line);
      await Promise.all([...lines.values()].map(({ running }) => running));
    },
  };
}

export declare namespace grantQueue {
  type Options = { readonly maxWaitMs?: number | undefined; readonly maxRights?: number | undefined };
}
