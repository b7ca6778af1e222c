import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { sampleDocument } from "../../cli/src/events/sampleDocument.ts";
import { type DevRole, devKeys } from "../../cli/src/terminal/devKeys.ts";
import { registerAgent } from "../../sdk/src/agent/index.ts";
import { type Connection, connect, parseEventDocument } from "../../sdk/src/index.ts";
import { designateAgent, publishEvent, registerOrganizer, setGate } from "../../sdk/src/organizer/index.ts";
import { httpRelay } from "../../sdk/src/relay/index.ts";
import { chainOf } from "./chain.ts";
import { relayOf } from "./relay.ts";
import type { Context, Description, Service } from "./Service.ts";
import { shopUrlOf, walletUrlOf } from "./urls.ts";

/** What the sample event is on the chain. */
export type SampleEvent = {
  readonly eventId: number;
  readonly agentId: number;
  /** The file of its document. */
  readonly document: string;
  readonly classNames: readonly string[];
};

const samples = new WeakMap<Context, SampleEvent>();

/** How many rights of each class the agent may grant. */
const QUOTAS = { standing: 3_000, seated: 100 };

/** The sample event, which an agent sells, and which a gate and a desk admit to. All of it goes through the relay. */
export const event: Service = {
  name: "event",
  ports: [],
  start: async (context) => {
    const sample = await publish(context);
    samples.set(context, sample);
    return { describe: async () => describe(sample), stop: async () => {} };
  },
};

/** The event, for services that start after it. */
export function sampleOf(context: Context): SampleEvent {
  const found = samples.get(context);
  if (found === undefined) throw new Error("there is no event yet; list it before the services that need it");
  return found;
}

async function publish(context: Context): Promise<SampleEvent> {
  const organizer = await connectAs(context, "organizer");
  const agent = await connectAs(context, "agent");
  const sample = JSON.parse(sampleDocument(Date.now() / 1_000));
  sample.doorkey.wallet = walletUrlOf(context);
  const text = JSON.stringify(sample, undefined, 2);
  const document = join(context.folder, "event.json");
  await writeFile(document, text);
  const { organizerId } = await registerOrganizer(organizer, { name: "Your Hall", uri: "https://your-hall.example" });
  const { eventId } = await publishEvent(organizer, { organizerId, terms: parseEventDocument(text) });
  const { agentId } = await registerAgent(agent, { name: "Ticket Shop", uri: shopUrlOf(context) });
  for (const [className, quota] of Object.entries(QUOTAS)) {
    await designateAgent(organizer, { eventId, className, agentId, quota });
  }
  await setGate(organizer, { eventId, gate: keyOf("gate").address, kind: "scanner" });
  await setGate(organizer, { eventId, gate: keyOf("desk").address, kind: "desk" });
  return { eventId, agentId, document, classNames: Object.keys(QUOTAS) };
}

async function connectAs(context: Context, role: DevRole): Promise<Connection> {
  const { url, apiKey } = relayOf(context);
  const relay = httpRelay({ url, key: apiKey });
  return connect({ rpc: chainOf(context).url, signer: new Wallet(keyOf(role).privateKey), relay });
}

function keyOf(role: DevRole) {
  const found = devKeys.find((key) => key.role === role);
  if (found === undefined) throw new Error(`no key plays the ${role}`);
  return found;
}

function describe({ eventId, agentId, classNames }: SampleEvent): Description {
  return {
    running: `event ${eventId}, which agent ${agentId} sells: ${classNames.join(" and ")}`,
    keys: [],
    next: [
      ["a steward", `npx doorkey admit --event ${eventId} --as gate`],
      [
        "doors open",
        `npx doorkey codes --event ${eventId} --class standing --count 3 --agent ${agentId} --as agent --open-doors`,
      ],
      ["the report", `npx doorkey report ${eventId} --html report.html`],
    ],
  };
}
