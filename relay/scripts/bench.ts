/**
 * How much of the chain's pace the relay keeps, beside a bare sender with ether, in one run on one chain: anvil, a block a
 * second, 60 million gas. Both are offered the same grants at once, and are measured from the first submit to the last
 * mined block. Ratios stand beside their goals.
 *
 *   node scripts/bench.ts
 *   node scripts/bench.ts --only postgres --calls 1 --profiles /tmp/profiles
 */

import { mkdirSync } from "node:fs";
import { Command } from "commander";
import { type Address, connect } from "doorkey";
import { grantMany } from "doorkey/agent";
import { httpRelay } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { postgresPrograms } from "doorkey-test-support/postgres";
import { startServedChain } from "doorkey-test-support/servedChain";
import { hexlify, randomBytes } from "ethers";
import { type GrantCall, grantCalls, signedCalls } from "../test/helpers/bench/calls.ts";
import { measure, throughRelay } from "../test/helpers/bench/clients.ts";
import { offer, type Run, sendBare, timed } from "../test/helpers/bench/rates.ts";
import { API_KEY, type RelaySetup, startRelays } from "../test/helpers/bench/relays.ts";
import { openUnminedShow, rightsRegistryOf } from "../test/helpers/show.ts";

const options = new Command("bench")
  .option("--requests <number>", "requests of a row with one right a call", Number, 2_000)
  .option(
    "--rights <list>",
    "rights in a call, one row each",
    (list: string) => list.split(",").map(Number),
    [1, 100, 1_200],
  )
  .option("--signers <number>", "keys of the relay", Number, 4)
  .option("--only <rows>", "postgres, embedded, replicas, alone or grantMany")
  .option("--profiles <folder>", "where relays write profiles of their processor time")
  .option("--ratios", "lines of JSON with `what` and `ratio`, for `npm run bench` of the repository")
  .parse()
  .opts<{
    requests: number;
    rights: number[];
    signers: number;
    only?: string;
    profiles?: string;
    ratios?: boolean;
  }>();

/** Goals as ratios of the bare sender's pace, by rights in a call. */
const GOALS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  postgres: { 1: 0.7, 100: 0.85, 1200: 0.9 },
  embedded: { 1: 0.5, 100: 0.7, 1200: 0.8 },
};
/** Milliseconds of the relay's processor time for a request. */
const CPU_GOALS = { bodies: 2, alone: 4 };
/** Calls of so many rights fill blocks by tens, so a fifth of them is enough. */
const LARGE = 1_000;
const BODY = 100;
const BATCHES = { maxRequests: 100, maxWaitMs: 100 };

const wanted = (row: string) => options.only === undefined || options.only === row;
const node = await startServedChain({
  client: "anvil",
  // The price of gas stays low, however full the blocks are.
  anvil: ["--gas-limit", "60000000", "--base-fee", "1", "--no-request-size-limit"],
});
const sellers = Array.from({ length: 40 }, (_, i) => walletOf(`seller ${i}`));
const signers = Array.from({ length: options.signers }, (_, i) => `relay ${i}`);
for (const { address } of [...sellers, ...signers.map(walletOf)]) await node.fund(address, 10n ** 23n);
const show = await openUnminedShow(node, sellers, 10_000_000);
await node.send("evm_setIntervalMining", 1);

/** Nonces of the forwarder that the sellers have used. */
let nonces = 0;

function report(what: string, ratio: number, goal: number | undefined, further = ""): void {
  if (options.ratios === true) {
    console.log(JSON.stringify({ what, ratio: Number(ratio.toFixed(3)) }));
    return;
  }
  const verdict = goal === undefined ? "" : `goal ≥ ${goal}: ${ratio >= goal ? "met" : "missed"}`;
  console.log(`${what.padEnd(52)} ${ratio.toFixed(2).padStart(5)}  ${verdict.padEnd(22)} ${further}`);
}

function note(line: string): void {
  if (options.ratios !== true) console.log(line);
}

const paceOf = ({ seconds, gas, blocks }: Run) =>
  `${seconds.toFixed(1)} s, ${blocks} blocks with ${(gas / blocks / 1e6).toFixed(0)} M gas each`;

/** Offers the calls to relays in bodies. Resolves to the run, and the milliseconds of processor time for a request. */
async function relayed(setup: Omit<RelaySetup, "signers" | "batches">, calls: readonly GrantCall[]) {
  const profiles = options.profiles;
  if (profiles !== undefined) mkdirSync(profiles, { recursive: true });
  const relays = await startRelays(node, { ...setup, signers, batches: BATCHES, profiles });
  try {
    const each = Math.ceil(calls.length / sellers.length);
    const warm = await signedCalls(node, await grantCalls(node, show, sellers, 2 * sellers.length, 1), nonces);
    const requests = await signedCalls(node, calls, nonces + 2);
    nonces += 2 + each;
    await timed(node, warm.length, () => offer(relays.urls, warm, BODY));
    const before = relays.cpu();
    const run = await timed(node, requests.length, () => offer(relays.urls, requests, BODY));
    const after = relays.cpu();
    const cost = (kind: "relay" | "postgres") => (((after[kind] ?? 0) - (before[kind] ?? 0)) * 1_000) / calls.length;
    return { run, relay: cost("relay"), postgres: cost("postgres") };
  } finally {
    await relays.stop();
  }
}

async function compare(rights: number): Promise<void> {
  const count = rights >= LARGE ? Math.ceil(options.requests / 5) : options.requests;
  const each = rights === 1 ? "one right a call" : `${rights} rights a call`;
  const calls = () => grantCalls(node, show, sellers, count, rights);
  const sent = await calls();
  const bare = await timed(node, count, () => sendBare(node, sent));
  note(`${count} requests, ${each}. Bare sender: ${paceOf(bare)}.`);
  let alone: number | undefined;
  for (const database of ["postgres", "embedded"] as const) {
    if (!wanted(database) && !(database === "postgres" && wanted("replicas"))) continue;
    if (database === "postgres" && postgresPrograms() === undefined) continue;
    const { run, ...cpu } = await relayed({ database, replicas: 1 }, await calls());
    const name = `${database === "postgres" ? "PostgreSQL" : "embedded"}, 1 replica, ${each} ÷ bare`;
    report(name, bare.seconds / run.seconds, GOALS[database]?.[rights], paceOf(run));
    reportCpu(`${database}, ${each}`, cpu, CPU_GOALS.bodies);
    if (database === "postgres") alone = run.seconds;
  }
  if (alone === undefined || !wanted("replicas")) return;
  const { run } = await relayed({ database: "postgres", replicas: 2 }, await calls());
  report(`PostgreSQL, 2 replicas ÷ 1, ${each}`, alone / run.seconds, 1, paceOf(run));
}

/** What a request costs in processor time, beside the goal. */
function reportCpu(what: string, cpu: { relay: number; postgres: number }, goal: number): void {
  if (options.ratios === true) return;
  const verdict = `goal ≤ ${goal}: ${cpu.relay <= goal ? "met" : "missed"}`;
  const name = `  ms of processor time a request, ${what}`;
  console.log(
    `${name.padEnd(52)} ${cpu.relay.toFixed(2).padStart(5)}  ${verdict.padEnd(22)} database ${cpu.postgres.toFixed(2)}`,
  );
}

/** Sellers that prepare, sign, submit and wait one by one, as the SDK does, in bodies of one. */
async function offeredAlone(): Promise<void> {
  const { profiles } = options;
  const relays = await startRelays(node, { database: "postgres", replicas: 1, signers, batches: BATCHES, profiles });
  try {
    const grant = throughRelay(node, rightsRegistryOf(node), relays.urls);
    await measure(node, show, sellers, sellers.length, grant);
    const before = relays.cpu();
    const count = Math.ceil(options.requests / 5);
    await measure(node, show, sellers, count, grant);
    const after = relays.cpu();
    const cost = (kind: "relay" | "postgres") => (((after[kind] ?? 0) - (before[kind] ?? 0)) * 1_000) / count;
    reportCpu("alone, with prepare", { relay: cost("relay"), postgres: cost("postgres") }, CPU_GOALS.alone);
  } finally {
    await relays.stop();
  }
}

/** The same list of rights by `grantMany`, with ether and through the relay. */
async function grantedMany(): Promise<void> {
  const relays = await startRelays(node, { database: "postgres", replicas: 1, signers, batches: BATCHES });
  try {
    const { agent, agentId, eventId } = show;
    const [url = ""] = relays.urls;
    const relay = httpRelay({ url, key: API_KEY });
    const { deployment, provider: rpc } = node;
    const direct = await connect({ rpc, signer: agent.signer, deployment });
    const relayed = await connect({ rpc, signer: agent.signer, deployment, relay });
    const secondsOf = async (connection: typeof direct): Promise<number> => {
      const rows = Array.from({ length: 10 * options.requests }, (_, i) => ({
        ...{ order: `${i}`, className: "standing", holder: hexlify(randomBytes(20)) as Address },
      }));
      const started = performance.now();
      const { granted } = await grantMany(connection, { agentId, eventId, rows });
      if (granted !== rows.length) throw new Error(`grantMany granted ${granted} of ${rows.length} rows`);
      return (performance.now() - started) / 1_000;
    };
    const [bare, own] = [await secondsOf(direct), await secondsOf(relayed)];
    report("grantMany through the relay ÷ direct", bare / own, 0.9, `${own.toFixed(1)} s, direct ${bare.toFixed(1)} s`);
  } finally {
    await relays.stop();
  }
}

for (const rights of options.rights) await compare(rights);
if (wanted("alone")) await offeredAlone();
if (wanted("grantMany")) await grantedMany();
await node.close();
process.exit(0);
