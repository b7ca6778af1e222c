/**
 * Gas of a night at a gate: 2,000 rights of 40 batches, whose holders come in any order. Once delivered in that order,
 * once as admitEntries delivers them, sorted by batch. Gas is from receipts. Fails if a sorted entry takes more than 1.1
 * times one of the same batch in `npm run bench:gas`. `--ratios` prints JSON lines alone.
 */
import { readFileSync } from "node:fs";
import { type Hex, NO_CHALLENGE, packEntry, packRightId } from "doorkey";
import { type Admission, entryProofDigest, packSignatures } from "doorkey/code";
import { admitEntries } from "doorkey/gate";
import { startTestChain } from "doorkey/testing";
import { holderKeys } from "doorkey-test-support/keys";
import { openShow } from "doorkey-test-support/show";
import { concat } from "ethers";
import { ratioLine } from "../ratios.ts";

const RIGHTS = 2_000;
const BATCHES = 40;
/** Most of the figure of one batch that a sorted entry may take. */
const BUDGET = 1.1;

const chain = await startTestChain();
try {
  const show = await openShow(chain, { gates: true });
  const { event, eventId, agentId, agent, gate, doorsOpenAt } = show;
  const [selling, admitting] = [agent, gate].map(({ contracts, signer }) => contracts.rights.connect(signer));
  if (selling === undefined || admitting === undefined) throw new Error("the show has no agent or no gate");
  const size = RIGHTS / BATCHES;
  const holders = holderKeys("secp256k1", RIGHTS);
  for (let batch = 0; batch < BATCHES; batch++) {
    const records = concat(holders.slice(batch * size, (batch + 1) * size).map(({ address }) => address));
    await (await selling.grant(eventId, 1, agentId, records, [], "0x", size)).wait();
  }
  await chain.clock.travelTo(doorsOpenAt);
  const night = shuffled(holders.map((holder, i) => ({ holder, i }))).map(({ holder, i }, arrival): Admission => {
    const rightId = packRightId({ eventId, batch: Math.floor(i / size), index: i % size });
    const common = { rightId, count: 1, issuedAt: doorsOpenAt + arrival, challenge: NO_CHALLENGE } as const;
    const digest = entryProofDigest(event, { ...common, holder: holder.address as Hex });
    const entry = packEntry({ ...common, scannedAt: doorsOpenAt + arrival + 5, lane: 1 + (arrival % 4) });
    return { entry, signature: holder.sign(digest) as Hex };
  });

  const restore = await chain.snapshot();
  const outcomes = await admitEntries(gate, { eventId, admissions: night });
  const hashes = outcomes.map((outcome) => {
    if (outcome.status !== "admitted") throw new Error(`an entry is ${outcome.status}`);
    return outcome.transactionHash;
  });
  const calls = new Set(hashes);
  const sorted = await gasOf([...calls]);
  await restore();

  // The same number of calls of the same size, in the order of arrival.
  const arrival: string[] = [];
  const width = Math.ceil(RIGHTS / calls.size);
  for (let start = 0; start < RIGHTS; start += width) {
    const part = night.slice(start, start + width);
    const signatures = packSignatures(part.map(({ signature }) => signature));
    const sent = await admitting.admit(
      eventId,
      part.map(({ entry }) => entry),
      signatures,
    );
    arrival.push((await sent.wait())?.hash ?? "");
  }
  const unsorted = await gasOf(arrival);
  const figure = inOrder();

  const ratios = [
    { what: "gas an entry, sorted by batch ÷ all of one batch (bench:gas)", ratio: sorted / figure },
    { what: "gas an entry, in order of arrival ÷ sorted by batch", ratio: unsorted / sorted },
  ];
  for (const ratio of ratios) console.log(ratioLine(ratio));
  if (!process.argv.includes("--ratios")) {
    console.log(
      `${RIGHTS} rights of ${BATCHES} batches in ${calls.size} calls, gas an entry: arrival ${Math.round(unsorted)}, sorted ${Math.round(sorted)}, one batch ${figure}`,
    );
  }
  if (!(sorted / figure <= BUDGET)) {
    console.error(`✗ A sorted entry takes ${(sorted / figure).toFixed(3)} of one batch's. It may take ${BUDGET}.`);
    process.exitCode = 1;
  }

  /** Gas of these transactions, for each right. */
  async function gasOf(transactions: readonly string[]): Promise<number> {
    const receipts = await Promise.all(transactions.map((hash) => chain.provider.getTransactionReceipt(hash)));
    const admitted = receipts.reduce((sum, receipt) => sum + (receipt?.logs.length ?? 0), 0);
    if (admitted !== RIGHTS) throw new Error(`${admitted} entries are in the logs, not ${RIGHTS}`);
    return receipts.reduce((sum, receipt) => sum + Number(receipt?.gasUsed), 0) / RIGHTS;
  }
} finally {
  await chain.close();
}

type Figure = { readonly system: string; readonly operation: string; readonly n: number; readonly gasPerUnit: number };

/** Gas of an entry among a hundred of one batch, as `npm run bench:gas` last measured it. */
function inOrder(): number {
  const file = new URL("../results/gas.json", import.meta.url);
  const { rows }: { readonly rows: readonly Figure[] } = JSON.parse(readFileSync(file, "utf8"));
  const row = rows.find(
    ({ system, operation, n }) => system === "Doorkey" && operation === "admit secp256k1" && n === 100,
  );
  if (row === undefined) throw new Error(`${file.pathname} has no row for admit secp256k1 with N = 100.`);
  return row.gasPerUnit;
}

/** The same order in each run. */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  let state = 20_300_317;
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
