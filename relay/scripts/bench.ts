/**
 * Rights per second and gas per right through the relay, beside the same grants sent by sellers with ether, in one run
 * on one chain. Every seller grants one right, waits until it is mined, and grants the next.
 *
 *   node scripts/bench.ts --json
 */

import { Command } from "commander";
import { walletOf } from "doorkey-test-support/keys";
import { postgresPrograms } from "doorkey-test-support/postgres";
import { startServedChain } from "doorkey-test-support/servedChain";
import { directly, type Measured, measure, throughRelay } from "../test/helpers/bench/clients.ts";
import { type RelaySetup, type Relays, startRelays } from "../test/helpers/bench/relays.ts";
import { startMiner } from "../test/helpers/chaos/miner.ts";
import { randomFrom } from "../test/helpers/chaos/random.ts";
import { openUnminedShow, rightsRegistryOf } from "../test/helpers/show.ts";

const options = new Command("bench")
  .option("--rights <number>", "rights in each row", Number, 400)
  .option("--sellers <number>", "sellers that grant at once", Number, 40)
  .option("--block <ms>", "milliseconds between blocks", Number, 2_000)
  .option("--signers <number>", "keys of the relay", Number, 4)
  .option("--only <database>", "postgres or embedded")
  .option("--json", "lines of JSON instead of a table")
  .option("--ratios", "lines of JSON with `what` and `ratio`, for `npm run bench` of the repository")
  .parse()
  .opts<{
    rights: number;
    sellers: number;
    block: number;
    signers: number;
    only?: string;
    json?: boolean;
    ratios?: boolean;
  }>();

type Row = Measured & { readonly name: string };

const rows: Row[] = [];

/** Prints a row as soon as it is measured, beside the first one: direct grants. */
function print(one: Row): void {
  const { name, ...figures } = one;
  const speedOfDirect = one.rightsPerSecond / (rows[0]?.rightsPerSecond ?? 1);
  const gasOfDirect = one.gasPerRight / (rows[0]?.gasPerRight ?? 1);
  if (options.ratios === true) {
    if (one === rows[0]) return;
    console.log(JSON.stringify({ what: `rights/s ÷ direct: ${name}`, ratio: Number(speedOfDirect.toFixed(3)) }));
    console.log(JSON.stringify({ what: `gas a right ÷ direct: ${name}`, ratio: Number(gasOfDirect.toFixed(3)) }));
    return;
  }
  if (options.json === true) {
    console.log(JSON.stringify({ bench: "relay", name, ...figures, speedOfDirect, gasOfDirect }));
    return;
  }
  const columns = [
    one.rightsPerSecond.toFixed(1).padStart(8),
    speedOfDirect.toFixed(2).padStart(10),
    one.gasPerRight.toFixed(0).padStart(10),
    gasOfDirect.toFixed(2).padStart(10),
    one.p50.toFixed(0).padStart(8),
    one.p99.toFixed(0).padStart(8),
  ];
  console.log(`${name.padEnd(44)} ${columns.join(" ")}`);
}

if (options.json !== true && options.ratios !== true) {
  console.log(`${options.sellers} sellers, ${options.rights} rights a row, a block every ${options.block} ms`);
  console.log(`${"".padEnd(44)} rights/s  of direct  gas/right  of direct   p50 ms   p99 ms`);
}
const node = await startServedChain();
const sellers = Array.from({ length: options.sellers }, (_, i) => walletOf(`seller ${i}`));
const signers = Array.from({ length: options.signers }, (_, i) => `relay ${i}`);
for (const { address } of [...sellers, ...signers.map(walletOf)]) await node.fund(address, 10n ** 22n);
const show = await openUnminedShow(node, sellers);
const miner = startMiner(node, randomFrom(1), options.block, options.block);

async function row(name: string, grant: Parameters<typeof measure>[4]): Promise<void> {
  // One grant a seller beforehand, so that connections, code and counters are warm in every row.
  await measure(node, show, sellers, sellers.length, grant);
  const one = { name, ...(await measure(node, show, sellers, options.rights, grant)) };
  rows.push(one);
  print(one);
}

let relays: Relays | undefined;
async function relayRow(name: string, setup: Omit<RelaySetup, "signers">): Promise<void> {
  relays = await startRelays(node, { ...setup, signers });
  try {
    await row(name, throughRelay(node, rightsRegistryOf(node), relays.urls));
  } finally {
    await relays.stop();
    relays = undefined;
  }
}

// The relays that this process started do not outlive it.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await relays?.stop();
    process.exit(130);
  });
}

await row("direct", directly(node, rightsRegistryOf(node)));
if (options.only !== "postgres") {
  await relayRow("relay, embedded, 1 replica, no batching", { database: "embedded", replicas: 1, maxRequests: 1 });
  await relayRow("relay, embedded, 1 replica, batching", { database: "embedded", replicas: 1, maxRequests: 100 });
}
if (options.only !== "embedded" && postgresPrograms() !== undefined) {
  for (const replicas of [1, 2]) {
    const name = `relay, PostgreSQL, ${replicas} ${replicas === 1 ? "replica" : "replicas"}`;
    await relayRow(`${name}, no batching`, { database: "postgres", replicas, maxRequests: 1 });
    await relayRow(`${name}, batching`, { database: "postgres", replicas, maxRequests: 100 });
  }
}
await miner.stop();
await node.close();
process.exit(0);
