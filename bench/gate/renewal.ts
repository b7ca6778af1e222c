/**
 * How long a renewal of a manifest takes when nothing is new, beside a whole load, for an event that was sold one right
 * at a time. Fails if the renewal takes more than a hundredth. `--rights N` sets the size; `--ratios` prints JSON lines.
 */
import { parseArgs } from "node:util";
import { connect } from "doorkey";
import { interfaces } from "doorkey/abi";
import { loadManifest, renewManifest } from "doorkey/gate";
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { toBeHex, toQuantity } from "ethers";
import { ratioLine } from "../ratios.ts";

/** Most of a whole load that a renewal may take. */
const BUDGET = 0.01;
const TURNS = 5;
/** Grants on their way at the same time. */
const WIDTH = 32;

const { values } = parseArgs({
  options: { rights: { type: "string", default: "20000" }, ratios: { type: "boolean" } },
});
const count = Number(values.rights);

const chain = await startServedChain();
const { payer, deployment } = chain;
try {
  const connection = await connect({ rpc: chain.url, deployment });
  const { eventId, agentId } = await openShow(chain, { sellers: [payer] });
  const to = deployment.contracts.EntryRightRegistry.address;
  const gas = toQuantity(1_000_000);
  let next = 0;
  const seller = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const record = toBeHex((BigInt(n + 1) << 96n) + 7n, 20);
      const data = interfaces.EntryRightRegistry.encodeFunctionData("grant", [
        eventId,
        1,
        agentId,
        record,
        [],
        "0x",
        1,
      ]);
      await chain.send("eth_sendTransaction", { from: payer.address, to, data, gas });
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, seller));

  const [manifest, loaded] = await timed(() => loadManifest(connection, { eventId }));
  if (manifest.batches.length !== count) throw new Error(`${manifest.batches.length} rights were loaded, not ${count}`);
  const renewals: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await chain.mine();
    const [renewed, taken] = await timed(() => renewManifest(connection, manifest));
    if (renewed.block.number !== manifest.block.number + turn + 1)
      throw new Error("the renewal is not of the newest block");
    renewals.push(taken);
  }
  const median = renewals.toSorted((a, b) => a - b)[TURNS >> 1] ?? Number.NaN;
  const ratio = median / loaded;
  const what = `time of renewManifest with nothing new ÷ loadManifest, ${count} lone rights`;
  console.log(ratioLine({ what, ratio }));
  if (values.ratios !== true) {
    const rate = Math.round(count / (loaded / 1_000));
    console.log(
      `Whole load ${Math.round(loaded)} ms (${rate} rights/s), renewal ${median.toFixed(1)} ms, ratio ${ratio.toFixed(5)}`,
    );
  }
  if (!(ratio <= BUDGET)) {
    console.error(`✗ The renewal takes ${ratio.toFixed(4)} of a whole load. It may take ${BUDGET}.`);
    process.exitCode = 1;
  }
} finally {
  await chain.close();
}

/** The result, and the milliseconds that it took. */
async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}
