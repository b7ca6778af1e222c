import type { RequestStatus } from "doorkey/relay";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { EngineEvent } from "../engine/EngineEvent.ts";
import type { QueueFigures } from "../storage/index.ts";
import type { RpcObservation } from "./observeRpc.ts";
import { PARTS, type Part } from "./readiness.ts";

export type Metrics = {
  readonly contentType: string;
  /** All figures. Those of database and chain are read at each call. */
  scrape(): Promise<string>;
  answered(answer: { method: string; route: string; status: number; ms: number }): void;
  refused(code: string): void;
  accepted(kind: RequestStatus["kind"]): void;
  engine(event: EngineEvent): void;
  webhook(outcome: "delivered" | "failed" | "dead"): void;
  rpc(call: RpcObservation): void;
  configuration(result: "reloaded" | "refused" | "unwatched"): void;
  dropped(table: string, rows: number): void;
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
    /** Seconds until its lease ends, below 0 when it has ended or there is none. */
    readonly leaseSeconds: number;
    /** Seconds since it was last brought up to date. */
    readonly passedSeconds?: number;
    /** Age of its oldest transaction that waits for a block; 0 if none does. */
    readonly oldestWaitingSeconds: number;
  }[];
  /** Seconds since the newest block; absent if no node answers. */
  readonly headAgeSeconds?: number;
  readonly replicas: number;
  readonly ready: Readonly<Record<Part, boolean>>;
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
  const rpc = new Histogram({
    name: "doorkey_relay_rpc_seconds",
    help: "Time in which a node answered a call, or its whole batch",
    labelNames: ["method"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const rpcErrors = counter(
    "rpc_errors_total",
    "Calls that a node refused or left unanswered",
    "method",
    "endpoint",
    "kind",
  );
  const gwei = (name: string, help: string) =>
    new Histogram({
      name: `doorkey_relay_${name}`,
      help,
      buckets: [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
      registers,
    });
  const offeredFee = gwei("offered_fee_gwei", "The most for each gas that a new attempt offers");
  const offeredTip = gwei("offered_tip_gwei", "The tip for each gas that a new attempt offers");
  const paidFee = gwei("paid_fee_gwei", "Price for each gas that a mined transaction paid");
  const timeToMine = new Histogram({
    name: "doorkey_relay_time_to_mine_seconds",
    help: "From building a transaction until its receipt was read",
    buckets: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800],
    registers,
  });
  const reloads = counter("configuration_reloads_total", "Readings of the changed configuration file", "result");
  const refused = gauge("configuration_refused", "1 while the file has a configuration that the relay refused");
  const droppedRows = counter("dropped_rows_total", "Old rows that the retention dropped", "table");
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
  const lease = gauge(
    "signer_lease_seconds",
    "Seconds until the lease of a signer ends; below 0 when it has",
    "signer",
  );
  const passed = gauge("signer_pass_age_seconds", "Seconds since a signer was last brought up to date", "signer");
  const oldestWaiting = gauge(
    "signer_oldest_waiting_seconds",
    "Age of a signer's oldest unmined transaction",
    "signer",
  );
  const age = gauge("head_age_seconds", "Seconds since the newest block");
  const replicas = gauge("replicas", "Replicas that were seen in the last minute");
  const ready = gauge("ready", "1 while this part of the relay does its work", "part");
  const budget = gauge("budget_used_ratio", "Part of a budget that is spent or reserved", "sponsor", "period");
  const streams = gauge("streams", "Open event streams");
  const waiting = gauge("webhooks_waiting", "Webhook deliveries that are due or will be tried again");

  const succeeded = gauge("readings", "1 when the last reading of database and chain succeeded");

  function show({ queue: figures, signers, budgets, followers, webhooksWaiting, ...rest }: Readings): void {
    for (const state of ["queued", "assigned", "mined"] as const) queue.set({ state }, figures[state]);
    oldest.set(figures.oldestQueuedSeconds);
    quarantined.set(figures.quarantined);
    newEvents.set(figures.newEvents);
    for (const one of signers) {
      const signer = one.address;
      if (one.balanceWei !== undefined) balance.set({ signer }, Number(one.balanceWei) / 1e18);
      if (one.nonceLag !== undefined) lag.set({ signer }, one.nonceLag);
      paused.set({ signer }, one.paused ? 1 : 0);
      lease.set({ signer }, one.leaseSeconds);
      if (one.passedSeconds !== undefined) passed.set({ signer }, one.passedSeconds);
      oldestWaiting.set({ signer }, one.oldestWaitingSeconds);
    }
    for (const { sponsor, period, used } of budgets) budget.set({ sponsor, period }, used);
    if (rest.headAgeSeconds !== undefined) age.set(rest.headAgeSeconds);
    replicas.set(rest.replicas);
    for (const part of PARTS) ready.set({ part }, rest.ready[part] ? 1 : 0);
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
      if (event.type === "mined") {
        mined.inc(event.requests);
        if (event.tookMs !== undefined) timeToMine.observe(event.tookMs / 1_000);
        if (event.gasPrice !== undefined) paidFee.observe(inGwei(event.gasPrice));
      }
      if (event.type === "sent" || event.type === "bumped") {
        offeredFee.observe(inGwei(event.maxFee));
        offeredTip.observe(inGwei(event.maxTip));
      }
    },
    webhook: (outcome) => webhooks.inc({ outcome }),
    rpc({ method, endpoint, outcome, ms }) {
      rpc.observe({ method }, ms / 1_000);
      if (outcome !== "answered") rpcErrors.inc({ method, endpoint, kind: outcome });
    },
    configuration(result) {
      reloads.inc({ result });
      if (result !== "unwatched") refused.set(result === "refused" ? 1 : 0);
    },
    dropped: (table, rows) => droppedRows.inc({ table }, rows),
  };
}

const inGwei = (wei: bigint): number => Number(wei) / 1e9;
