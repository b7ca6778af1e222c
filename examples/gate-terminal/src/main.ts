/** A gate in a terminal. A USB scanner types a code and Enter; you can type them too. Ctrl-D closes the gate. */
import "./failPlainly.ts";
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { headlineFor, toneOf, unpackEntry } from "doorkey/code";
import { gateJournalFile, loadManifest } from "doorkey/gate";
import { Wallet } from "ethers";
import { connectAs } from "./chain.ts";
import { Gate } from "./Gate.ts";
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
const gate = await Gate.open({ manifest, journal, lane: Number(LANE) });
console.log(`Lane ${LANE} of event ${EVENT_ID}, as of block ${manifest.block.number}. Ready to scan.`);

const LOOKS = { go: ["green", "✓"], look: ["yellow", "?"], stop: ["red", "✗"], wait: ["blue", "·"] } as const;

const settling = setInterval(settle, 10_000);
for await (const line of createInterface({ input: process.stdin })) {
  const { verdict, sentence } = await gate.scan(line.trim());
  const [colour, sign] = LOOKS[toneOf(verdict)];
  console.log(styleText(colour, `${sign} ${headlineFor(verdict)}: ${sentence}`));
}
clearInterval(settling);
await settle();
await journal.close();
process.exit();

/** Settles if the chain answers. Otherwise the admissions stay in the journal until the next time. */
async function settle(): Promise<void> {
  try {
    for (const { admission, status } of await gate.settle(connection)) {
      console.log(`  on chain: ${unpackEntry(admission.entry).rightId} ${status}`);
    }
    gate.use(await loadManifest(connection, { eventId: manifest.eventId, previous: gate.manifest }));
  } catch (error) {
    console.error(`  not settled yet: ${error instanceof Error ? error.message : error}`);
  }
}
