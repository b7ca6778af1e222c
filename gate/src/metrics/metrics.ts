import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { ALARM_CODES, type AlarmCode } from "../alarms/Alarms.ts";
import type { Figures } from "../protocol/answers.ts";

/** What the hub counts, and how Prometheus reads it. */
export type Metrics = {
  readonly contentType: string;
  readonly scrape: () => Promise<string>;
  answered(call: { method: string; route: string; status: number; ms: number }): void;
  refused(code: string): void;
};

/** What is read from the hub at each scrape. */
export type Readings = {
  readonly figures: Figures;
  readonly outbox: Outbox;
  readonly devices: { readonly joined: number; readonly revoked: number; readonly listening: number };
  /** Seconds since the block of the list. */
  readonly listAge: number;
  readonly alarms: readonly AlarmCode[];
};

/** Entries on their way to the chain. */
export type Outbox = {
  /** Not final yet. */
  readonly waiting: number;
  /** Seconds since the scan of the oldest of them. */
  readonly oldest: number | undefined;
  readonly final: number;
  readonly refused: number;
};

/**
 * The hub's metrics. Labels come from routes, codes and the configuration, never from callers, so their number is
 * bounded.
 *
 * @param read Called at each scrape.
 * @example
 * const metrics = createMetrics(() => readings);
 * console.log(await metrics.scrape());
 */
export function createMetrics(read: () => Readings | undefined): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <label extends string>(name: string, help: string, ...labelNames: label[]) =>
    new Counter({ name: `doorkey_gate_${name}`, help, labelNames, registers });
  const gauge = <label extends string>(name: string, help: string, ...labelNames: label[]) =>
    new Gauge({ name: `doorkey_gate_${name}`, help, labelNames, registers });

  const answers = new Histogram({
    name: "doorkey_gate_http_seconds",
    help: "Time to answer a call",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const problems = counter("problems_total", "Refusals by code", "code");

  const inside = gauge("inside", "Rights whose holders are inside now");
  const entered = gauge("entered", "Rights that were let in");
  const byHand = gauge("by_hand", "Rights that were let in by hand");
  const lanes = gauge("lane_entered", "Rights that were let in, by lane", "lane");
  const refusals = gauge("scan_refusals", "Scans that were refused, by reason", "reason");
  const codeAge = gauge("code_age_seconds", "Median age of the latest codes; more than 8 off is the hub's clock");
  const evidence = gauge("evidence", "Rights that were shown twice");
  const apart = gauge("rows_apart", "Uploaded rows that are kept apart and never delivered unasked");
  const outbox = gauge("outbox", "Entries by how far they are", "state");
  const oldest = gauge("outbox_oldest_seconds", "Age of the oldest entry that is not final");
  const devices = gauge("devices", "Devices by state", "state");
  const listAge = gauge("list_age_seconds", "Age of the list of the event");
  const alarms = gauge("alarm", "1 while an alarm is on", "alarm");

  function show(readings: Readings): void {
    const { figures } = readings;
    inside.set(figures.inside);
    entered.set(figures.entered);
    byHand.set(figures.byHand);
    for (const [lane, count] of Object.entries(figures.lanes)) lanes.set({ lane }, count);
    for (const [reason, count] of Object.entries(figures.refusals)) refusals.set({ reason }, count);
    codeAge.set(figures.codeAge ?? Number.NaN);
    evidence.set(figures.evidence);
    apart.set(figures.apart);
    for (const state of ["waiting", "final", "refused"] as const) outbox.set({ state }, readings.outbox[state]);
    oldest.set(readings.outbox.oldest ?? 0);
    for (const state of ["joined", "revoked", "listening"] as const) devices.set({ state }, readings.devices[state]);
    listAge.set(readings.listAge);
    for (const alarm of ALARM_CODES) alarms.set({ alarm }, readings.alarms.includes(alarm) ? 1 : 0);
  }

  return {
    contentType: registry.contentType,
    scrape: () => {
      const readings = read();
      if (readings !== undefined) show(readings);
      return registry.metrics();
    },
    answered: ({ method, route, status, ms }) => answers.observe({ method, route, status }, ms / 1_000),
    refused: (code) => problems.inc({ code }),
  };
}
