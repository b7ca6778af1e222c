/** A gate in a terminal. A USB scanner types a code and Enter; you can type them too. Ctrl-D closes the gate. */
import "./failPlainly.ts";
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { sentenceFor, toneOf, unpackEntry } from "doorkey/code";
import { gateJournalFile, Lane, loadManifest, Settler } from "doorkey/gate";
import { Wallet } from "ethers";
import { connectAs } from "./chain.ts";
import { isGate } from "./isGate.ts";

const { GATE_KEY, EVENT_ID, LANE = "1", JOURNAL = `gate-${LANE}.jsonl` } = process.env;
if (!GATE_KEY) throw new Error('GATE_KEY is not set. "npm run --silent key >> .env" makes a key.');
if (!EVENT_ID) throw new Error("EVENT_ID is not set. The organizer knows the number of the event.");

const connection = await connectAs(GATE_KEY, process.env);
// Asked before doors open, because the chain takes no admission from another key.
if (!(await isGate(connection, Number(EVENT_ID), GATE_KEY))) {
  const { address } = new Wallet(GATE_KEY);
  console.error(`${address} is not a gate of event ${EVENT_ID}. A member of the organizer can make it one:`);
  console.error(`  npx doorkey gates set ${address} --event ${EVENT_ID} --key FILE`);
  process.exit(1);
}
const manifest = await loadManifest(connection, { eventId: Number(EVENT_ID) });
const journal = await gateJournalFile(JOURNAL);
const lane = await Lane.open({ manifest, journal, lane: Number(LANE), policy: {} });
const settler = new Settler({
  connect: async () => connection,
  journal,
  eventId: Number(EVENT_ID),
  manifest: () => lane.manifest,
  events: {
    renewed: async (newer) => lane.use(newer),
    settled: (outcomes) => {
      for (const { admission, status } of outcomes) {
        console.log(`  on chain: ${unpackEntry(admission.entry).rightId} ${status}`);
      }
    },
    failed: (error) => console.error(`  not settled yet: ${error instanceof Error ? error.message : error}`),
    recovered: () => console.error("  The chain answers again."),
  },
});
console.log(`Lane ${LANE} of event ${EVENT_ID}, as of block ${manifest.block.number}. Ready to scan.`);

const LOOKS = { go: ["green", "✓"], look: ["yellow", "?"], stop: ["red", "✗"], wait: ["blue", "·"] } as const;

const settling = setInterval(() => void settler.settle(), 10_000);
for await (const line of createInterface({ input: process.stdin })) {
  const now = Date.now() / 1000;
  const verdict = await lane.scan(line.trim(), now); // an admission is on disk now
  const [colour, sign] = LOOKS[toneOf(verdict)];
  const sentence = sentenceFor(verdict, "en", { utcOffset: lane.manifest.utcOffset, now });
  console.log(styleText(colour, `${sign} ${sentence}`));
}
clearInterval(settling);
await settler.settle();
await settler.settle(); // A round that was under way may not have had the last admission.
await journal.close();
process.exit();
