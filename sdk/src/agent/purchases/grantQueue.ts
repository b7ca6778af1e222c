import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import { sameAddress } from "../../core/Hex.ts";
import { assertUint } from "../../core/integers.ts";
import { countFitting, MOST_ITEMS } from "../grants/grantLimits.ts";
import { countRights } from "../grants/itemOrder.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import { checkedSeller } from "./checkedSeller.ts";
import { grantOrders } from "./grantOrders.ts";
import { type Allotment, rightsToGrant } from "./readPlaces.ts";
import type { GrantQueue, Seller } from "./Seller.ts";

type Waiting = { readonly order: ClaimedOrder; readonly tell: (outcome: OrderOutcome) => void };

/** Orders of one class. */
type Line = {
  readonly allotment: Allotment;
  waiting: Waiting[];
  /** Rights of the waiting orders. */
  rights: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the first order has waited long enough. */
  isDue: boolean;
  readonly underWay: Set<Promise<void>>;
  /** Rights of the batches under way. */
  rightsUnderWay: number;
  pump: Promise<void> | undefined;
};

const MAX_WAIT = 250;
/** The longest wait that a timer takes, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;
const CONCURRENCY = 8;

/**
 * Gathers purchases of one class that come at the same time into batches, which cost a fraction of single grants. If
 * one order cannot be granted, the others are granted without it. Several batches are under way at once as long as
 * there are places for all of them. When places run short, batches go one after the other, and the first orders get
 * them.
 *
 * @param options.maxWaitMs How long the first order of a batch waits for others, and as long again for each batch under
 * way. Defaults to 250.
 * @param options.maxRights A batch is granted at once when it has this many rights. Defaults to 1,228, the most of a call.
 * @param options.concurrency Batches of a class under way at once. Defaults to 8.
 * @example
 * import { type Seller, grantQueue } from "doorkey/agent";
 *
 * const busy = (seller: Seller): Seller => ({ ...seller, queue: grantQueue(seller, { maxWaitMs: 500, maxRights: 400 }) });
 */
export function grantQueue(seller: Seller, options: grantQueue.Options = {}): GrantQueue {
  checkedSeller(seller);
  const { maxWaitMs = MAX_WAIT, maxRights = MOST_ITEMS, concurrency = CONCURRENCY } = given("options", options);
  assertUint("maxWaitMs", maxWaitMs, 31);
  assertUint("maxRights", maxRights, 31);
  assertUint("concurrency", concurrency, 31);
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
    line.rights += item.order.quantity;
    if (line.rights < maxRights) gather(line);
    else start(line);
  }

  function lineOf({ purchase: { invitation }, evidence }: ClaimedOrder): Line {
    const { event, classId, agentId } = invitation;
    // A batch is tagged in full or not at all.
    const key = `${event.eventId} ${classId} ${evidence.length > 0}`;
    const line = lines.get(key) ?? newLine({ eventId: event.eventId, classId, agentId });
    lines.set(key, line);
    return line;
  }

  /**
   * Lets the first order wait for others: longer the more batches are under way, because these end together with their
   * block, and small ones must not keep all places until then.
   */
  function gather(line: Line): void {
    line.timer ??= setTimeout(
      () => {
        line.timer = undefined;
        line.isDue = true;
        start(line);
      },
      Math.min(MAX_TIMER, maxWaitMs * (1 + line.underWay.size)),
    );
  }

  function start(line: Line): void {
    line.pump ??= pump(line);
  }

  /** Starts batches while there are whole or due ones, each as soon as the ones under way let it. */
  async function pump(line: Line): Promise<void> {
    // Until `start` has stored this promise, which the end of this function removes.
    await undefined;
    while (line.waiting.length > 0 && (line.isDue || line.rights >= maxRights)) {
      if (line.underWay.size >= Math.max(1, concurrency)) await Promise.race(line.underWay);
      else if (line.underWay.size === 0 || (await hasRoom(line))) launch(line);
      else await Promise.all(line.underWay);
    }
    // In the tick that saw no batch to start, so that a later order starts a new pump.
    line.isDue = false;
    line.pump = undefined;
  }

  /** Whether the chain has places for the next batch beside those under way, some of which it may count already. */
  async function hasRoom({ allotment, waiting, rightsUnderWay }: Line): Promise<boolean> {
    const next = countRights(firstOf(waiting).map(({ order }) => order));
    // While the chain does not answer, batches go one after the other, and each reports the failure.
    const left = await rightsToGrant(seller.connection, allotment).catch(() => 0);
    return left >= rightsUnderWay + next;
  }

  function launch(line: Line): void {
    const batch = line.waiting.splice(0, firstOf(line.waiting).length);
    const rights = countRights(batch.map(({ order }) => order));
    line.rights -= rights;
    line.rightsUnderWay += rights;
    if (line.waiting.length === 0) {
      clearTimeout(line.timer);
      line.timer = undefined;
    }
    const run = grantBatch(batch).finally(() => {
      line.underWay.delete(run);
      line.rightsUnderWay -= rights;
    });
    line.underWay.add(run);
  }

  async function grantBatch(batch: readonly Waiting[]): Promise<void> {
    const orders = batch.map(({ order }) => order);
    const outcomes = await grantOrders(seller, orders).catch((error: unknown) =>
      orders.map((): OrderOutcome => ({ status: "failed", error })),
    );
    for (const [i, { tell }] of batch.entries()) tell(outcomes[i] ?? { status: "changed" });
  }

  /** The first orders that fit one call and one batch, at least one. */
  function firstOf(waiting: readonly Waiting[]): readonly Waiting[] {
    let [count, rights] = [0, 0];
    for (const { order } of waiting) {
      rights += order.quantity;
      if (count > 0 && rights > maxRights) break;
      count++;
    }
    const first = waiting.slice(0, count);
    return first.slice(0, countFitting(first.map(({ order }) => order)));
  }

  return {
    add,
    drain: async () => {
      await Promise.all(
        [...lines.values()].map(async (line) => {
          line.isDue = true;
          start(line);
          await line.pump;
          await Promise.all(line.underWay);
        }),
      );
    },
  };
}

function newLine(allotment: Allotment): Line {
  return {
    allotment,
    waiting: [],
    rights: 0,
    timer: undefined,
    isDue: false,
    underWay: new Set(),
    rightsUnderWay: 0,
    pump: undefined,
  };
}

export declare namespace grantQueue {
  type Options = {
    readonly maxWaitMs?: number | undefined;
    readonly maxRights?: number | undefined;
    readonly concurrency?: number | undefined;
  };
}
