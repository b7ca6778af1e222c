/** Publishes an event, lets an agent sell it, and lets gates admit. Prints the ids that the others need. */
import "./failPlainly.ts";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseEventDocument } from "doorkey";
import { designateAgent, publishEvent, registerOrganizer, setGate } from "doorkey/organizer";
import { connectAs } from "./chain.ts";
import { readChoices } from "./choices.ts";

const USAGE = `npm start -- event.json --agent 1 --sell standing=300 [--sell seated=50] [--gate 0x…]

The environment or .env has ORGANIZER_KEY; RELAY and RELAY_KEY, or LOCAL_PAYER_KEY; RPC; ORGANIZER_ID once you have one.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    agent: { type: "string" },
    sell: { type: "string", multiple: true, default: [] },
    gate: { type: "string", multiple: true, default: [] },
  },
});
const [file] = positionals;
const { ORGANIZER_KEY, ORGANIZER_ID, ORGANIZER_NAME = "Harbour Hall" } = process.env;
if (file === undefined) throw new Error(USAGE);
if (!ORGANIZER_KEY) throw new Error('ORGANIZER_KEY is not set. "npm run --silent key >> .env" makes a key.');

// Reads the whole file before anything is sent. Throws once, with every mistake in it.
const terms = parseEventDocument(await readFile(file), { file });
const { agentId, quotas, gates } = readChoices(values);
const connection = await connectAs(ORGANIZER_KEY, process.env);

const organizerId = !ORGANIZER_ID
  ? (await registerOrganizer(connection, { name: ORGANIZER_NAME, uri: new URL(terms.url).origin })).organizerId
  : Number(ORGANIZER_ID);
const { eventId } = await publishEvent(connection, { organizerId, terms });
for (const { className, quota } of quotas) await designateAgent(connection, { eventId, className, agentId, quota });
for (const gate of gates) await setGate(connection, { eventId, gate, kind: "scanner" });

console.log(`ORGANIZER_ID=${organizerId}\nEVENT_ID=${eventId}`);
console.error(`${terms.name} is on chain; agent ${agentId} may sell ${values.sell.join(", ")}.`);
