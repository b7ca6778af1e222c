import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the office counts, and how Prometheus reads it. */
export type Metrics = {
  readonly contentType: string;
  readonly scrape: () => Promise<string>;
  answered(call: { method: string; route: string; status: number; ms: number }): void;
  refused(code: string): void;
};

/** What is read from the office at each scrape. */
export type Readings = {
  /** Open sales by state. */
  readonly sales: Readonly<Record<string, number>>;
  /** Changes of rights whose outcome is not known. */
  readonly acts: number;
  /** Imports that run. */
  readonly imports: number;
  /** Seconds since the office read the chain. */
  readonly indexAge: number | undefined;
  /** Pages of the box office that listen. */
  readonly listening: number;
  /** Webhooks that wait for an endpoint, or that it did not take for a day. */
  readonly webhooks: readonly { readonly endpoint: string; readonly state: string; readonly deliveries: number }[];
};

/**
 * The office's metrics. Labels come from routes, codes and states, never from callers, so their number is bounded.
 *
 * @param read Called at each scrape.
 * @example
 * const metrics = createMetrics(() => readings);
 * console.log(await metrics.scrape());
 */
export function createMetrics(read: () => Readings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <label extends string>(name: string, help: string, ...labelNames: label[]) =>
    new Gauge({ name: `doorkey_office_${name}`, help, labelNames, registers });
  const answers = new Histogram({
    name: "doorkey_office_http_seconds",
    help: "Time to answer a call",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 15, 30],
    registers,
  });
  const problems = new Counter({
    name: "doorkey_office_problems_total",
    help: "Refusals by code",
    labelNames: ["code"],
    registers,
  });
  const sales = gauge("sales_open", "Sales that are not granted yet, by state", "state");
  const acts = gauge("acts_open", "Changes of rights whose outcome is not known");
  const imports = gauge("imports_running", "Imports that run");
  const indexAge = gauge("index_age_seconds", "Seconds since the office read the chain");
  const webhooks = gauge("webhooks", "Webhooks that wait for an endpoint or are dead", "endpoint", "state");
  const listening = gauge("listening", "Pages of the box office that listen");

  return {
    contentType: registry.contentType,
    scrape: () => {
      const readings = read();
      for (const state of ["reserved", "waiting", "claimed"]) sales.set({ state }, readings.sales[state] ?? 0);
      acts.set(readings.acts);
      imports.set(readings.imports);
      indexAge.set(readings.indexAge ?? Number.NaN);
      listening.set(readings.listening);
      webhooks.reset();
      for (const { endpoint, state, deliveries } of readings.webhooks) webhooks.set({ endpoint, state }, deliveries);
      return registry.metrics();
    },
    answered: ({ method, route, status, ms }) => answers.observe({ method, route, status }, ms / 1_000),
    refused: (code) => problems.inc({ code }),
  };
}
