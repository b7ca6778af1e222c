/**
 * Floods a relay on the loopback with what an attacker sends, and with good requests in between. Exits with 1 if an
 * answer is wrong or reveals internals of the relay, a good request is not served, or memory grows.
 *
 *   node --expose-gc scripts/flood.ts --count 5000 --seed 7
 */

import { Agent } from "node:http";
import { Command } from "commander";
import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import type { Submitted, WireSignedRequest } from "doorkey/relay";
import { randomFrom } from "../test/helpers/chaos/random.ts";
import { type Attack, attacks, type Material } from "../test/helpers/flood/attacks.ts";
import { strike } from "../test/helpers/flood/strike.ts";
import { grantData, rightsRegistryOf } from "../test/helpers/show.ts";
import { API_KEY, type RelayStage, startRelayStage } from "../test/service/helpers/relayStage.ts";

const options = new Command("flood")
  .description("floods a relay on the loopback with garbage, and with good requests in between")
  .option("--count <number>", "calls", Number, 50_000)
  .option("--at-once <number>", "calls at a time", Number, 32)
  .option("--good <number>", "one good request in this many calls", Number, 250)
  .option("--seed <number>", "repeats a run", Number, Math.floor(Math.random() * 2 ** 32))
  .parse()
  .opts<{ count: number; atOnce: number; good: number; seed: number }>();

/** Memory is measured after this many calls. */
const STEP = Math.min(5_000, Math.max(500, Math.floor(options.count / 5)));
const MOST_GROWTH = 0.2;

if (globalThis.gc === undefined) throw new Error("Start this script with node --expose-gc.");
const stage = await startRelayStage({ quiet: true });
const faults: string[] = [];
const sent = new Map<string, number>();
const good: WireSignedRequest[] = [];
const samples: Memory[] = [];
const start = performance.now();
try {
  const random = randomFrom(options.seed).next;
  const kinds = attacks(stage, await material(stage), random);
  const agent = new Agent({ keepAlive: true, maxSockets: options.atOnce });
  console.log(`seed ${options.seed}, ${options.count} calls, ${options.atOnce} at a time`);

  for (let done = 0; done < options.count; done += STEP) {
    await step(Math.min(STEP, options.count - done), kinds, agent, random);
    samples.push(memory());
    tell(done + STEP);
  }
  agent.destroy();
  for (const signed of good) {
    const { outcome } = await stage.reaches(stage.digestOf(signed), "mined").catch(() => ({ outcome: "never mined" }));
    if (outcome !== "success") faults.push(`a good request: ${outcome}`);
  }
  judge();
} finally {
  await stage.close();
}
process.exit(faults.length === 0 ? 0 : 1);

async function step(
  count: number,
  kinds: readonly (() => Attack)[],
  agent: Agent,
  random: () => number,
): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      if (random() < 1 / options.good) await sendGood();
      else await sendAttack((kinds[Math.floor(random() * kinds.length)] as () => Attack)(), agent);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, worker));
}

async function sendAttack(attack: Attack, agent: Agent): Promise<void> {
  sent.set(attack.kind, (sent.get(attack.kind) ?? 0) + 1);
  const fault = await strike(stage.relay.url, agent, attack).catch((error) => `${attack.kind}: ${error}`);
  if (fault !== undefined) faults.push(fault);
}

/** Prepares, signs and sends a good request in the middle of the flood. */
async function sendGood(): Promise<void> {
  const signed = await stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
  const { status, body } = await stage.submit<Submitted>(signed);
  if (status === 202) good.push(signed);
  else faults.push(`a good request: status ${status} ${JSON.stringify(body).slice(0, 200)}`);
}

/** Signed before the flood, because signing is the caller's work, and slow. */
async function material({ show, node, sign, submit, request }: RelayStage): Promise<Material> {
  const to = rightsRegistryOf(node);
  const known = await Promise.all(Array.from({ length: 20 }, () => request(show.agent.signer, to, grantData(show))));
  await submit(known, API_KEY);
  const now = await node.clock.now();
  const later = now + 3_000;
  const signAll = (change: (signed: WireSignedRequest, i: number) => Partial<WireSignedRequest["request"]>) =>
    Promise.all(known.map((signed, i) => sign(show.agent.signer, { ...signed.request, ...change(signed, i) })));
  const reopen = interfaces.EntryRightRegistry.encodeFunctionData("reopen", [show.eventId, 1, 1]) as Hex;
  return {
    later,
    known,
    conflicting: await signAll((_, i) => ({ gas: String(300_000 + i), deadline: later })),
    expired: await signAll((_, i) => ({ deadline: now - 10, nonce: String(5_000 + i) })),
    unsponsored: await signAll((_, i) => ({ data: reopen, nonce: String(6_000 + i) })),
  };
}

/** Memory that is still held after garbage collection: objects, and what they hold outside the heap. */
type Memory = { readonly heap: number; readonly all: number };

function memory(): Memory {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, all: heapUsed + external };
}

function tell(calls: number): void {
  const { heap, all } = samples.at(-1) ?? memory();
  const rate = Math.round((calls * 1_000) / (performance.now() - start));
  console.log(
    `  ${String(calls).padStart(6)} calls  heap ${megabytes(heap)} MB, all ${megabytes(all)} MB  ${rate} a second`,
  );
}

function judge(): void {
  console.log("\n  what was sent            calls");
  for (const [kind, calls] of [...sent].sort()) console.log(`  ${kind.padEnd(22)}  ${String(calls).padStart(6)}`);
  console.log(`  ${"good".padEnd(22)}  ${String(good.length).padStart(6)}  all mined`);
  for (const part of ["heap", "all"] as const) {
    const [first = 1, last = 1] = [samples[0]?.[part], samples.at(-1)?.[part]];
    const growth = `${part}: ${((last / first - 1) * 100).toFixed(1)} % more than after the first ${STEP} calls`;
    console.log(`  ${growth}`);
    if (last / first > 1 + MOST_GROWTH) faults.push(growth);
  }
  const unforeseen = stage.log.filter((line) => line.includes("unforeseen error"));
  for (const line of unforeseen.slice(0, 5)) faults.push(`logged: ${line.slice(0, 400)}`);
  console.log(faults.length === 0 ? "\n✓ every answer was right, nothing leaked" : `\n✗ ${faults.length} faults`);
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
}

function megabytes(size: number): string {
  return (size / 1_048_576).toFixed(1);
}
