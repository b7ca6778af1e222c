import type { FaultRule } from "../proxy.ts";
import type { Random } from "./random.ts";

export type Disturbance = "SIGKILL" | "SIGSTOP" | "proxy" | "reorg" | "restart of the database";

/** Share of each kind in percent. The rest are kills. */
const SHARES: readonly (readonly [Disturbance, number])[] = [
  ["SIGSTOP", 28],
  ["proxy", 13],
  ["reorg", 13],
  ["restart of the database", 6],
];

/** Plans `count` disturbances in a random order, each kind at least once. */
export function planDisturbances(random: Random, count: number): Disturbance[] {
  const plan = SHARES.flatMap(([kind, percent]) =>
    Array<Disturbance>(Math.max(1, Math.round((count * percent) / 100))).fill(kind),
  );
  const kills = Array<Disturbance>(Math.max(1, count - plan.length)).fill("SIGKILL");
  return random.shuffle([...plan, ...kills]);
}

/** A random network fault for a part of the calls. */
export function randomFault(random: Random): FaultRule {
  const sometimes =
    (rule: FaultRule): FaultRule =>
    (call) =>
      random.next() < 0.5 ? rule(call) : undefined;
  return random.pick<FaultRule>([
    sometimes(() => ({ kind: "status", status: 429 })),
    sometimes(() => ({ kind: "drop" })),
    sometimes(() => ({ kind: "delay", ms: 400 })),
    ({ method }) => (method === "eth_sendRawTransaction" ? { kind: "swallow_reply" } : undefined),
    ({ method }) => (method === "eth_getTransactionReceipt" ? { kind: "answer", result: null } : undefined),
  ]);
}
