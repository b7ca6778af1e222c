import type { RequestStatus } from "doorkey/relay";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { EngineEvent } from "../engine/EngineEvent.ts";
import type { QueueFigures } from "../storage/index.ts";

export type Metrics = {
  readonly contentType: string;
  /** All figures. Those of database and chain are read at each call. */
  scrape(): Promise<string>;
  answered(answer: { method: string; route: string; status: number; ms: number }): void;
  refused(code: string): void;
  accepted(kind: RequestStatus["kind"]): void;
  engine(event: EngineEvent): void;
  webhook(outcome: "delivered" | "failed" | "dead"): void;
};

/** What is read from the database and the chain at each scrape. */
export type Readings = {
  readonly queue: QueueFigures;
  readonly signers: readonly {
    readonly address: string;
    readonly balanceWei?: bigint;
    /** Transactions given a nonce that are not mined. */
    readonly nonceLag?: number;
    readonly paused: boolean;
  }[];
  readonly budgets: readonly { readonly sponsor: string; readonly period: "day" | "month"; readonly used: number }[];
  readonly followers: number;
  readonly webhooksWaiting: number;
};

/**
 * The relay's metrics. Labels come from routes, problem codes, the configuration and the relay's keys, never from
 * callers, so their number is bounded.
 *
 * @param read Called at each scrape. If it fails, the figures stay as they were and `readings` is 0.
 * @example
 * const metrics = createMetrics(async () => readings);
 * console.log(await metrics.scrape());
 */
export function createMetrics(read: () => Promise<Readings | undefined>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <label extends string>(name: string, help: string, ...labelNames: label[]) =>
    new Counter({ name: `doorkey_relay_${name}`, help, labelNames, registers });
  const gauge = <label extends string>(name: string, help: string, ...labelNames: label[]) =>
    new Gauge({ name: `doorkey_relay_${name}`, help, labelNames, registers });

  const answers = new Histogram({
    name: "doorkey_relay_http_seconds",
    help: "Time to answer a call",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const problems = counter("problems_total", "Refusals by code", "code");
  const accepted = counter("accepted_total", "Requests and returns accepted, including repeats", "kind");
  const engineEvents = counter("engine_events_total", "What the engine did", "type");
  const closed = counter("closed_total", "Requests that ended without a transaction of this relay", "state", "code");
  const cost = counter("cost_wei_total", "Wei paid for confirmed transactions");
  const mined = counter("mined_requests_total", "Requests in mined transactions");
  const webhooks = counter("webhook_deliveries_total", "Webhook delivery attempts", "outcome");

  const queue = gauge("requests", "Requests that are not final", "state");
  const oldest = gauge("oldest_queued_seconds", "Age of the oldest queued request");
  const quarantined = gauge(
    "quarantined_requests",
    "Queued requests about which no node answers; each waits by itself",
  );
  const newEvents = gauge("outbox_events", "Status events without webhook deliveries");
  const balance = gauge("signer_balance_ether", "Balance of a signer", "signer");
  const lag = gauge("signer_nonce_lag", "Nonces given to transactions that are not mined", "signer");
  const paused = gauge("signer_paused", "1 while a signer is paused", "signer");
  const budget = gauge("budget_used_ratio", "Part of a budget that is spent or reserved", "sponsor", "period");
  const streams = gauge("streams", "Open event streams");
  const waiting = gauge("webhooks_waiting", "Webhook deliveries that are due or will be tried again");

  const succeeded = gauge("readings", "1 when the last reading of database and chain succeeded");

  function show({ queue: figures, signers, budgets, followers, webhooksWaiting }: Readings): void {
    for (const state of ["queued", "assigned", "mined"] as const) queue.set({ state }, figures[state]);
    oldest.set(figures.oldestQueuedSeconds);
    quarantined.set(figures.quarantined);
    newEvents.set(figures.newEvents);
    for (const one of signers) {
      const signer = one.address;
      if (one.balanceWei !== undefined) balance.set({ signer }, Number(one.balanceWei) / 1e18);
      if (one.nonceLag !== undefined) lag.set({ signer }, one.nonceLag);
      paused.set({ signer }, one.paused ? 1 : 0);
    }
    for (const { sponsor, period, used } of budgets) budget.set({ sponsor, period }, used);
    streams.set(followers);
    waiting.set(webhooksWaiting);
  }

  return {
    contentType: registry.contentType,
    scrape: async () => {
      const readings = await read().catch(() => undefined);
      succeeded.set(readings === undefined ? 0 : 1);
      if (readings !== undefined) show(readings);
      return registry.metrics();
    },
    answered: ({ method, route, status, ms }) => answers.observe({ method, route, status }, ms / 1_000),
    refused: (code) => problems.inc({ code }),
    accepted: (kind) => accepted.inc({ kind }),
    engine(event) {
      engineEvents.inc({ type: event.type });
      if (event.type === "closed") closed.inc({ state: event.state, code: event.code });
      if (event.type === "confirmed") cost.inc(Number(event.costWei));
      if (event.type === "mined") mined.inc(event.requests);
    },
    webhook: (outcome) => webhooks.inc({ outcome }),
  };
}
