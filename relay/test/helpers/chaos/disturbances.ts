import type { FaultRule } from "../proxy.ts";
import type { Random } from "./random.ts";

export type Disturbance =
  | "SIGKILL"
  | "SIGSTOP"
  | "proxy"
  | "reorg"
  | "restart of the database"
  | "killed backend"
  | "full disk"
  | "set clock"
  | "rolling update"
  | "foreign execution";

/** Share of each kind in percent. The rest are kills. */
const SHARES: readonly (readonly [Disturbance, number])[] = [
  ["SIGSTOP", 15],
  ["proxy", 12],
  ["reorg", 10],
  ["restart of the database", 5],
  ["killed backend", 10],
  ["full disk", 5],
  ["set clock", 8],
  ["rolling update", 8],
  ["foreign execution", 12],
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
