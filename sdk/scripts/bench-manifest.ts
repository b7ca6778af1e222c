/**
 * Measures how many rights per second `loadManifest` loads from a local node over HTTP. The baseline is its calls of
 * `batchOf`, undecoded and at the same width. What is above 1 in the ratio is the time outside the node. `--json` and
 * `--ratios` print one JSON line per figure; `npm run bench` of the repository reads `what` and `ratio`.
 */
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { concat, toBeHex, toQuantity } from "ethers";
import { interfaces } from "../src/abi/contracts.ts";
import { connect } from "../src/chain/connect.ts";
import { mapBounded } from "../src/core/mapBounded.ts";
import { loadManifest } from "../src/gate/loadManifest.ts";

/** Rights of an event, and how many of them each grant made. No event is sold in single rights alone. */
const SHAPES = [
  { rights: 50_000, size: 1_000 },
  { rights: 50_000, size: 20 },
  { rights: 2_000, size: 1 },
] as const;
const TURNS = 5;
/** Calls at the same time, as loadManifest makes them. */
const WIDTH = 32;
const asJson = process.argv.includes("--json") || process.argv.includes("--ratios");

const chain = await startServedChain();
const { payer, deployment } = chain;

/** Sends calls of the payer, which the node signs and mines one by one. Fixed gas, so that the node estimates none. */
async function call(to: string, calls: readonly string[]): Promise<void> {
  const gas = toQuantity(16_000_000);
  await mapBounded(calls, WIDTH, (data) => chain.send("eth_sendTransaction", { from: payer.address, to, data, gas }));
}

try {
  const connection = await connect({ rpc: chain.url, deployment });
  const { provider } = connection;
  const rights = interfaces.EntryRightRegistry;
  const rightsAt = deployment.contracts.EntryRightRegistry.address;
  if (!asJson)
    console.log(`Node ${process.version}, Hardhat's node over HTTP, one event per row, best of ${TURNS} turns`);
  for (const { rights: count, size } of SHAPES) {
    const { eventId, agentId } = await openShow(chain, { sellers: [payer] });
    const batches = Array.from({ length: count / size }, (_, batch) => batch);
    const grants = batches.map((batch) => {
      const holders = Array.from({ length: size }, (_, n) => toBeHex((BigInt(batch * size + n + 1) << 96n) + 7n, 20));
      return rights.encodeFunctionData("grant", [eventId, 1, agentId, concat(holders), [], "0x", size]);
    });
    await call(rightsAt, grants);

    const load = async () => {
      const manifest = await loadManifest(connection, { eventId });
      const loaded = manifest.batches.reduce((sum, { statuses }) => sum + statuses.length, 0);
      if (loaded !== count) throw new Error(`${loaded} rights were loaded, not ${count}`);
    };
    const bare = () =>
      mapBounded(batches, WIDTH, (batch) =>
        provider.call({ to: rightsAt, data: rights.encodeFunctionData("batchOf", [eventId, batch]) }),
      );
    const seconds = { load: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [name, work] of [["bare", bare] as const, ["load", load] as const]) {
        const start = performance.now();
        await work();
        seconds[name] = Math.min(seconds[name], (performance.now() - start) / 1_000);
      }
    }
    const figure = {
      rights: count,
      batches: count / size,
      seconds: Number(seconds.load.toFixed(3)),
      rightsPerSecond: Math.round(count / seconds.load),
      bareRightsPerSecond: Math.round(count / seconds.bare),
      ratio: Number((seconds.load / seconds.bare).toFixed(2)),
    };
    const what = `time of loadManifest ÷ its bare calls of batchOf, ${count} rights in batches of ${size}`;
    console.log(asJson ? JSON.stringify({ bench: "manifest", what, ...figure }) : sentenceOf(figure));
  }
} finally {
  await chain.close();
}

function sentenceOf(
  figure: Record<"rights" | "batches" | "seconds" | "rightsPerSecond" | "bareRightsPerSecond" | "ratio", number>,
) {
  const { rights, batches, seconds, rightsPerSecond, bareRightsPerSecond, ratio } = figure;
  return `${rights} rights in ${batches} batches: ${seconds} s, ${rightsPerSecond} rights/s; bare batchOf ${bareRightsPerSecond}/s, ratio ${ratio}`;
}
