/**
 * Kills a hub while sixteen gates scan, and hub or relay while entries are delivered, then counts. Exits with 1 if a
 * green light was lost, a scan was answered in two ways, or a right was admitted twice or never.
 *
 *   node --import tsx scripts/chaos.ts --seed 7 --kills 20 --delivery-kills 10
 */

import { Command } from "commander";
import { randomBySeed } from "../../tools/support/randomBySeed.ts";
import { Client } from "./chaos/Client.ts";
import { verify } from "./chaos/verify.ts";
import { openNight, type Right } from "./stage/openNight.ts";

const LANES = 16;
/** Rights that a supervisor lets in by hand in each life that ends while entries are delivered. */
const BY_HAND = 2;
/** Milliseconds until all entries must be final at the end. */
const SETTLE_MS = 240_000;
const SCAN_POINTS = ["check", "commit", "answer"] as const;
const DELIVERY_POINTS = ["submit", "sent", "receipt", "relay"] as const;
type Point = (typeof SCAN_POINTS | typeof DELIVERY_POINTS)[number];

const { seed, kills, deliveryKills, perLife } = new Command("chaos")
  .option("--seed <number>", "repeats a run's kills", Number, Math.floor(Math.random() * 2 ** 32))
  .option("--kills <number>", "kills of the hub while gates scan", Number, 21)
  .option("--delivery-kills <number>", "kills of hub or relay while entries are delivered", Number, 12)
  .option("--per-life <number>", "scans that a hub lives at most", Number, 60)
  .parse()
  .opts<{ seed: number; kills: number; deliveryKills: number; perLife: number }>();

console.log(`seed ${seed}`);
const random = randomBySeed(seed);
const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
const lives = (points: readonly Point[], count: number) =>
  Array.from({ length: count }, (_, i): Point => points[i % points.length] ?? "check");
const plan = [...lives(SCAN_POINTS, kills), ...lives(DELIVERY_POINTS, deliveryKills)];

const night = await openNight({ rights: [["secp256k1", plan.length * perLife + 100]], undoSeconds: 0, blockMs: 1_000 });
let relay = await night.startRelay();
let hub = await night.startHub();
const clients: Client[] = [];
for (let lane = 1; lane <= LANES; lane++) clients.push(await Client.join(night, hub, lane));
await hub.program.end("SIGTERM");

const histogram = new Map<string, number>();
const count = (name: string) => {
  histogram.set(name, (histogram.get(name) ?? 0) + 1);
  console.log(`killed at ${name}`);
};
const rest = [...night.rights];

for (const point of plan) {
  const isScan = SCAN_POINTS.some((one) => one === point);
  hub = await night.startHub(chaosOf(point));
  const left = { scans: isScan ? Number.POSITIVE_INFINITY : perLife };
  const next = (): Right | undefined => (left.scans-- > 0 ? rest.shift() : undefined);
  const [supervisor] = clients;
  if (!isScan) for (const right of rest.splice(0, BY_HAND)) await supervisor?.letInByHand(hub, right);
  const working = Promise.all(clients.map((client) => client.work(hub, next)));
  if (point === "relay") {
    await new Promise((resolve) => setTimeout(resolve, between(300, 1_500)));
    await relay.end("SIGKILL");
    count(point);
    relay = await night.startRelay();
    await working;
    await hub.program.end("SIGTERM");
  } else {
    await working;
    // A hub that waits to deliver what it has dies by its own hand a little later.
    const died = await Promise.race([hub.program.ended.then(() => true), elapsed(30_000).then(() => false)]);
    if (died) count(point);
    else await hub.program.end("SIGTERM");
  }
}

hub = await night.startHub();
const last = hub;
await Promise.all(clients.map((client) => client.work(last, () => rest.shift())));
const isDone = await isSettled();
await hub.program.end("SIGTERM");
const findings = await verify(night, clients);
await relay.end("SIGTERM");
await night.close();

console.log(`kills: ${[...histogram].map(([point, times]) => `${point} ${times}`).join(", ")}`);
const { faults, ...numbers } = findings;
for (const [name, number] of Object.entries(numbers)) console.log(`${name.padEnd(14)} ${number}`);
for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
const sum = (points: readonly string[]) => points.reduce((total, point) => total + (histogram.get(point) ?? 0), 0);
const isEnough = sum(SCAN_POINTS) >= kills && sum(DELIVERY_POINTS) >= deliveryKills;
const isSound =
  isDone &&
  isEnough &&
  faults.length === 0 &&
  findings.lost + findings.notAdmitted + findings.admittedOften + findings.paidAgain === 0 &&
  findings.admittedOnce === findings.greens &&
  findings.admittedByHand === findings.byHand;
if (!isDone) console.log("entries are left that are not final");
if (!isEnough) console.log("some kills did not happen");
console.log(isSound ? "nothing was lost" : `LOST: run again with --seed ${seed}`);
process.exit(isSound ? 0 : 1);

function chaosOf(point: Point): string | undefined {
  if (point === "relay") return undefined;
  if (point === "submit" || point === "sent") return `${point} ${between(1, 2)}`;
  return point === "receipt" ? `${point} ${between(1, 20)}` : `${point} ${between(5, perLife)}`;
}

async function isSettled(): Promise<boolean> {
  const end = Date.now() + SETTLE_MS;
  while (Date.now() < end) {
    const { figures } = JSON.parse(await hub.operate("GET", "/operator/status"));
    if (figures.outbox.waiting === 0) return true;
    await elapsed(250);
  }
  return false;
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
