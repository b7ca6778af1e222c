import {
  type CircuitBreaker,
  circuitBreaker,
  post,
  retrySeconds,
  SIGNATURE_HEADER,
  signDelivery,
} from "doorkey-server";
import type { Config } from "../config/Config.ts";
import type { Db } from "../storage/index.ts";
import { type Delivery, fanOut, markDelivered, markFailed, putBack, takeDue } from "./deliveries.ts";

export type Webhooks = {
  /** One round: fans out new events and tries due deliveries. The timer calls it too. */
  readonly round: () => Promise<void>;
  /** Stops after the deliveries under way. */
  readonly stop: () => Promise<void>;
};

type Endpoint = Config["webhooks"]["endpoints"][number];

const AT_ONCE = 20;

/**
 * Delivers status events to endpoints independently. An endpoint that hangs or fails delays neither the others nor the
 * sending of requests (F22). A delivery is tried again for a day, then it is dead until `replayDead`.
 */
export function startWebhooks(needs: startWebhooks.Needs): Webhooks {
  const { db, config, env, now, everyMs, timeoutMs = 10_000, onOutcome, onTrouble } = needs;
  const breakers = new Map<string, CircuitBreaker>();
  const busy = new Map<string, Promise<void>>();
  let stopped = false;

  function breakerOf(id: string): CircuitBreaker {
    const known = breakers.get(id) ?? circuitBreaker(now);
    breakers.set(id, known);
    return known;
  }

  async function serve(endpoint: Endpoint): Promise<void> {
    const breaker = breakerOf(endpoint.id);
    if (breaker.isOpen()) return;
    const hold = Math.ceil((AT_ONCE * timeoutMs) / 1_000) + 10;
    const due = await takeDue(db, endpoint.id, AT_ONCE, hold);
    for (const [i, delivery] of due.entries()) {
      if (stopped || breaker.isOpen())
        return putBack(
          db,
          due.slice(i).map(({ id }) => id),
        );
      await deliver(endpoint, delivery, breaker);
    }
  }

  async function deliver(endpoint: Endpoint, delivery: Delivery, breaker: CircuitBreaker): Promise<void> {
    const { seq, sponsor, status } = delivery.event;
    const body = JSON.stringify({ id: delivery.id, seq, sponsor, status });
    const header = signDelivery(env[endpoint.secretFrom] ?? "", body, Math.floor(now() / 1_000));
    const result = await post({
      url: endpoint.url,
      body,
      headers: { [SIGNATURE_HEADER]: header, "user-agent": "doorkey-relay" },
      timeoutMs,
      allowPrivate: config().webhooks.allowPrivateAddresses,
    });
    if (result.ok) {
      breaker.succeeded();
      await markDelivered(db, delivery.id);
      return onOutcome("delivered");
    }
    breaker.failed();
    const wait = retrySeconds(delivery);
    await markFailed(db, delivery.id, result.fault, wait);
    onOutcome(wait === undefined ? "dead" : "failed");
  }

  async function round(): Promise<void> {
    const { endpoints } = config().webhooks;
    const endpointsOf = (sponsor: string) =>
      endpoints.filter(({ sponsors }) => sponsors.includes(sponsor)).map(({ id }) => id);
    while (!stopped && (await fanOut(db, endpointsOf)) > 0);
    for (const endpoint of endpoints) {
      if (stopped || busy.has(endpoint.id)) continue;
      const work = serve(endpoint)
        .catch(onTrouble)
        .finally(() => busy.delete(endpoint.id));
      busy.set(endpoint.id, work);
    }
  }

  let rounding: Promise<void> | undefined;
  const once = (): Promise<void> => {
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

export declare namespace startWebhooks {
  type Needs = {
    readonly db: Db;
    readonly config: () => Config;
    /** Where the secrets are. */
    readonly env: NodeJS.ProcessEnv;
    /** Milliseconds. */
    readonly now: () => number;
    readonly everyMs: number;
    readonly timeoutMs?: number;
    readonly onOutcome: (outcome: "delivered" | "failed" | "dead") => void;
    readonly onTrouble: (error: unknown) => void;
  };
}
