/** Puts an event on the chain, lets an agent sell it, and a gate admit. Prints what the others must know. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Address, checksummed, isHex } from "doorkey";
import { designateAgent, parseEventDocument, publishEvent, registerOrganizer, setGate } from "doorkey/organizer";
import { connectAs } from "./chain.ts";

const USAGE = `npm start -- event.json --agent 1 --class standing --quota 300 [--gate 0x…]

The environment, or .env: ORGANIZER_KEY, and RELAY or LOCAL_PAYER_KEY; ORGANIZER_ID once there is one; RPC.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    agent: { type: "string" },
    class: { type: "string", default: "standing" },
    quota: { type: "string", default: "300" },
    gate: { type: "string" },
  },
});
const [file] = positionals;
const {
  ORGANIZER_KEY,
  ORGANIZER_ID,
  ORGANIZER_NAME = "Harbour Hall",
  ORGANIZER_URL = "https://harbour-hall.example",
} = process.env;
if (file === undefined || values.agent === undefined || ORGANIZER_KEY === undefined) {
  console.error(USAGE);
  process.exit(2);
}

// Before anything is sent: the file is read whole, and every mistake in it is told.
const terms = parseEventDocument(await readFile(file), { file });
const gate = values.gate === undefined ? undefined : addressOf(values.gate);
const connection = await connectAs(ORGANIZER_KEY, process.env);

const organizerId =
  ORGANIZER_ID === undefined
    ? (await registerOrganizer(connection, { name: ORGANIZER_NAME, uri: ORGANIZER_URL })).organizerId
    : Number(ORGANIZER_ID);
const { eventId } = await publishEvent(connection, { organizerId, terms });
const agentId = Number(values.agent);
const quota = Number(values.quota);
await designateAgent(connection, { eventId, className: values.class, agentId, quota });
if (gate !== undefined) await setGate(connection, { eventId, gate, kind: "scanner" });

console.log(`ORGANIZER_ID=${organizerId}\nEVENT_ID=${eventId}`);
console.error(`${terms.name} is on chain: agent ${agentId} may sell ${quota} of ${values.class}.`);

function addressOf(text: string): Address {
  if (isHex(text, 20)) return checksummed(text);
  console.error(`--gate ${text} is no address.`);
  process.exit(2);
}
