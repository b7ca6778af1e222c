import { type CircuitBreaker, circuitBreaker } from "./circuitBreaker.ts";
import { post } from "./post.ts";
import { retrySeconds } from "./retrySeconds.ts";
import { SIGNATURE_HEADER, signDelivery } from "./signature.ts";

/** Where a server posts its webhooks. */
export type WebhookEndpoint = { readonly id: string; readonly url: string; readonly secret: string };

/** What is to be delivered to one endpoint. The body has an id, because an endpoint may get it more than once. */
export type Delivery<Id> = {
  readonly id: Id;
  /** How often it was tried, with the try that begins. */
  readonly attempts: number;
  readonly ageSeconds: number;
  readonly body: string;
};

/** Deliveries in a database. */
export type DeliveryQueue<Id> = {
  /** Writes a delivery for each new event and each endpoint that follows it. */
  readonly fanOut: () => Promise<void>;
  /** Takes up to `limit` due deliveries, oldest first, and counts the attempt. Nobody else takes them for `holdSeconds`. */
  readonly take: (endpoint: string, limit: number, holdSeconds: number) => Promise<readonly Delivery<Id>[]>;
  readonly delivered: (id: Id) => Promise<void>;
  /** Schedules the next try in `seconds`. Without `seconds` there is none. */
  readonly failed: (id: Id, fault: string, seconds: number | undefined) => Promise<void>;
  /** Gives back deliveries that were taken and not tried. */
  readonly putBack: (ids: readonly Id[]) => Promise<void>;
};

export type Deliveries = {
  /** One round: fans out new events and tries due deliveries. The timer calls it too. */
  readonly round: () => Promise<void>;
  /** Stops after the deliveries under way. */
  readonly stop: () => Promise<void>;
};

const AT_ONCE = 20;

/**
 * Delivers to endpoints independently. An endpoint that hangs or fails delays no other. A delivery is tried again for a
 * day, then it is dead.
 */
export function startDeliveries<Id>(needs: startDeliveries.Needs<Id>): Deliveries {
  const { queue, endpoints, userAgent, allowPrivate, now, everyMs, timeoutMs = 10_000, onOutcome, onTrouble } = needs;
  const breakers = new Map<string, CircuitBreaker>();
  const busy = new Map<string, Promise<void>>();
  let stopped = false;

  function breakerOf(id: string): CircuitBreaker {
    const known = breakers.get(id) ?? circuitBreaker(now);
    breakers.set(id, known);
    return known;
  }

  async function serve(endpoint: WebhookEndpoint): Promise<void> {
    const breaker = breakerOf(endpoint.id);
    if (breaker.isOpen()) return;
    const hold = Math.ceil((AT_ONCE * timeoutMs) / 1_000) + 10;
    const due = await queue.take(endpoint.id, AT_ONCE, hold);
    for (const [i, delivery] of due.entries()) {
      if (stopped || breaker.isOpen()) return queue.putBack(due.slice(i).map(({ id }) => id));
      await deliver(endpoint, delivery, breaker);
    }
  }

  async function deliver({ url, secret }: WebhookEndpoint, delivery: Delivery<Id>, breaker: CircuitBreaker) {
    const { id, body } = delivery;
    const result = await post({
      url,
      body,
      headers: { [SIGNATURE_HEADER]: signDelivery(secret, body, Math.floor(now() / 1_000)), "user-agent": userAgent },
      timeoutMs,
      allowPrivate: allowPrivate(),
    });
    if (result.ok) {
      breaker.succeeded();
      await queue.delivered(id);
      return onOutcome("delivered");
    }
    breaker.failed();
    const wait = retrySeconds(delivery);
    await queue.failed(id, result.fault, wait);
    onOutcome(wait === undefined ? "dead" : "failed");
  }

  async function round(): Promise<void> {
    await queue.fanOut();
    for (const endpoint of endpoints()) {
      if (stopped || busy.has(endpoint.id)) continue;
      const work = serve(endpoint)
        .catch(onTrouble)
        .finally(() => busy.delete(endpoint.id));
      busy.set(endpoint.id, work);
    }
  }

  let rounding: Promise<void> | undefined;
  const once = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    rounding ??= round()
      .catch(onTrouble)
      .finally(() => {
        rounding = undefined;
      });
    return rounding;
  };
  const timer = setInterval(once, everyMs).unref();

  return {
    round: async () => {
      await once();
      await Promise.all(busy.values());
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await rounding;
      await Promise.all(busy.values());
    },
  };
}

export declare namespace startDeliveries {
  type Needs<Id> = {
    readonly queue: DeliveryQueue<Id>;
    readonly endpoints: () => readonly WebhookEndpoint[];
    /** Name of the program in the header of each delivery. */
    readonly userAgent: string;
    /** Whether endpoints may have private addresses. */
    readonly allowPrivate: () => boolean;
    /** Milliseconds. */
    readonly now: () => number;
    readonly everyMs: number;
    readonly timeoutMs?: number | undefined;
    readonly onOutcome: (outcome: "delivered" | "failed" | "dead") => void;
    readonly onTrouble: (error: unknown) => void;
  };
}
