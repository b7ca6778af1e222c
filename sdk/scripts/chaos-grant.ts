/**
 * Grants many rows in processes that are killed again and again, and checks on chain that each row was granted exactly
 * once. Exits with 1 when a row was granted twice, or not at all.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomBySeed } from "../../tools/support/randomBySeed.ts";
import { connect } from "../src/chain/connect.ts";
import { type Death, POINTS, type Point } from "./chaos/failpoints.ts";
import type { Ready } from "./chaos/node.ts";
import { rightsIn, rowsOf } from "./chaos/rows.ts";
import { verify } from "./chaos/verify.ts";
import type { Done, Life } from "./chaos/worker.ts";

const HELP = `Kills grants between journal, send and receipt, and checks on chain that each row was granted exactly once.

  npm run chaos:grant
  npm run chaos:grant -- --rows 2000 --kills 20 --via direct --seed 7

  --rows <n>    rows of one to four rights; defaults to 20000
  --kills <n>   processes that are killed; defaults to 24
  --via <way>   direct, relay or both; defaults to both
  --seed <n>    seed of rows, points and moments; defaults to a new one, which is printed`;

/** Rights that one call carries. */
const BATCH = 1_228;
/** A process that is not killed at a point is killed at a random moment in a span of this, in milliseconds. */
const ANY_MOMENT = 4_000;
/** Longest wait for the message of a process that ended, in milliseconds. */
const SILENCE = 10_000;
/** Longest life, in milliseconds. */
const LIFETIME = 300_000;

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "20000" },
    kills: { type: "string", default: "24" },
    via: { type: "string", default: "both" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const seed = Number(values.seed);
const rows = rowsOf(seed, Number(values.rows));
console.log(`seed ${seed}: ${rows.length} rows, ${rightsIn(rows)} rights`);
let failed = false;
for (const via of ["direct", "relay"] as const) {
  if (values.via === "both" || values.via === via) failed = !(await runChaos(via)) || failed;
}
process.exit(failed ? 1 : 0);

async function runChaos(via: Life["via"]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-chaos-"));
  const chain = child("node", String(rightsIn(rows) + 100));
  const began = Date.now();
  try {
    const [node] = (await once(chain, "message")) as [Ready];
    const life = { node, via, seed, rows: rows.length, journal: join(folder, "grants.journal") };
    const hits = new Map<Point, number>(POINTS.map((point) => [point, 0]));
    const done = await liveUntilDone(life, hits);
    const { batches, rights, ...verified } = await verify(node, rows, done.rightIds);
    const mistakes = [...verified.mistakes];
    const kills = [...hits.values()].reduce((sum, count) => sum + count, 0);
    if (kills < Number(values.kills)) mistakes.push(`Only ${kills} of ${values.kills} processes were killed.`);
    if (done.granted !== rows.length) mistakes.push(`The last process reported ${done.granted} granted rows.`);
    const seconds = ((Date.now() - began) / 1_000).toFixed(0);
    console.log(`\n${via}: ${kills} kills, ${batches} batches, ${rights} rights in ${seconds} s`);
    for (const [point, count] of hits) console.log(`  ${point.padEnd(32)} ${"█".repeat(count)} ${count}`);
    for (const mistake of mistakes.slice(0, 20)) console.error(`  ✗ ${mistake}`);
    if (mistakes.length === 0) console.log("  ✓ each row was granted exactly once");
    return mistakes.length === 0;
  } finally {
    chain.disconnect();
    rmSync(folder, { recursive: true });
  }
}

/** Runs processes one after the other, each killed at its point, until one finishes. */
async function liveUntilDone(life: Omit<Life, "death" | "concurrency">, hits: Map<Point, number>): Promise<Done> {
  const random = randomBySeed(seed + 1);
  for (let left = Number(values.kills); ; left--) {
    const remaining = rightsIn(rows) - (await grantedAt(life.node));
    // Slow near the end, so that no process finishes before the last kill.
    const concurrency = remaining > 8 * BATCH ? 2 : 1;
    const death = left > 0 ? nextDeath(left, remaining, random) : undefined;
    const done = await live({ ...life, concurrency, death }, random);
    if (done !== undefined) return done;
    if (death !== undefined) hits.set(death.point, (hits.get(death.point) ?? 0) + 1);
  }
}

async function grantedAt({ url, eventId }: Ready): Promise<number> {
  const { contracts } = await connect({ rpc: url });
  return Number((await contracts.rights.placesOf(eventId, 1)).granted);
}

/** Each point in turn. In the last batches only the point at which a process can die any number of times. */
function nextDeath(left: number, remaining: number, random: () => number): Death {
  if (remaining < 2 * BATCH) return { point: "journaled, not sent", visit: 1 };
  const point = POINTS[left % POINTS.length] ?? "any moment";
  if (point === "any moment") return { point, visit: 2 };
  return { point, visit: remaining > 8 * BATCH && random() < 0.3 ? 2 : 1 };
}

/** The message of a process that finished, or undefined if it was killed. */
async function live(life: Life, random: () => number): Promise<Done | undefined> {
  const worker = child("worker", JSON.stringify(life));
  // Listens from the start, and waits after the end, because the message may arrive later than the exit event.
  const words = new Promise<Done>((hear) => worker.once("message", (message) => hear(message as Done)));
  const moment = life.death?.point === "any moment" ? 500 + random() * ANY_MOMENT : LIFETIME;
  const timer = setTimeout(() => worker.kill("SIGKILL"), moment);
  const [code, signal] = (await once(worker, "exit")) as [number | null, string | null];
  clearTimeout(timer);
  if (code === 0) return Promise.race([words, silence(worker)]);
  if (signal === "SIGKILL" && life.death !== undefined) return undefined;
  throw new Error(`The process ended with ${code ?? signal}, and this script did not kill it.`);
}

async function silence(worker: ChildProcess): Promise<never> {
  await new Promise((done) => setTimeout(done, SILENCE));
  throw new Error(`Process ${worker.pid} ended without a message.`);
}

function child(name: "node" | "worker", argument: string): ChildProcess {
  return fork(new URL(`chaos/${name}.ts`, import.meta.url), [argument], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}
