import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, type BallotTerms, type Connection, connect, parseEventDocument } from "doorkey";
import { registerAgent } from "doorkey/agent";
import { setAttester } from "doorkey/attester";
import { openDraw } from "doorkey/ballot";
import { publishEvent, registerOrganizer } from "doorkey/organizer";
import { inlineRelay } from "doorkey/testing";
import { JsonRpcProvider, Wallet } from "ethers";
import { devKeys, relayKey } from "../../../cli/src/terminal/devKeys.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The class of the draw. */
export const DRAWN = "standing";

/** An event whose places go by a draw: one among persons, or two among keys. */
export type DrawnNight = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly agentId: number;
  readonly attester: Wallet;
  /** File of the event document. */
  readonly document: string;
  /** Seconds. */
  readonly listUntil: number;
  /** Moves the clock of the chain. */
  readonly travelTo: (time: number) => Promise<void>;
  /** Seconds by which that clock is ahead of this machine's. */
  readonly ahead: () => Promise<number>;
};

/** Publishes the event, lets the agent sell it, trusts the attester, and opens the draw. */
export async function openDrawnNight(
  rpc: string,
  folder: string,
  { site, by }: { readonly site: string; readonly by: BallotTerms["by"] },
): Promise<DrawnNight> {
  const provider = new JsonRpcProvider(rpc, undefined, { cacheTimeout: -1, polling: true });
  const { deployment } = await connect({ rpc: provider });
  const relay = inlineRelay({ provider, deployment, payer: new Wallet(relayKey.privateKey, provider) });
  const as = (role: string) => connect({ rpc: provider, relay, signer: keyOf(role).connect(provider) });
  const [organizer, agent, attester] = [await as("organizer"), await as("agent"), keyOf("attester")];
  const uri = "https://lanterns.example";
  const { organizerId } = await registerOrganizer(organizer, { name: "Lantern Hall", uri });
  const { agentId } = await registerAgent(agent, { name: "Ticket Shop", uri: site });
  const now = async () => (await provider.getBlock("latest"))?.timestamp ?? 0;
  const listUntil = (await now()) + DAY;
  const document = join(folder, `drawn-by-${by}.json`);
  await writeFile(document, documentAt(listUntil, by));
  const terms = parseEventDocument(documentAt(listUntil, by));
  const { eventId } = await publishEvent(organizer, { organizerId, terms, agents: [agentId] });
  const address = attester.address as Address;
  if (by === "person") await setAttester(organizer, { scopeEventId: eventId, attester: address, trusted: true });
  const vouching = by === "person" ? { attester: address } : {};
  await openDraw(organizer, { eventId, className: DRAWN, ...vouching, document: terms });
  const travelTo = async (time: number) => {
    await provider.send("evm_setNextBlockTimestamp", [`0x${time.toString(16)}`]);
    await provider.send("evm_mine", []);
  };
  const ahead = async () => (await now()) - Math.floor(Date.now() / 1_000);
  return { connection: organizer, eventId, agentId, attester, document, listUntil, travelTo, ahead };
}

/** The settings of a ticket site that sells it. */
export function settingsOf({ eventId, agentId, document }: DrawnNight): Readonly<Record<string, string>> {
  const event = { EVENT_ID: String(eventId), EVENT_DOCUMENT: document };
  return { ...event, AGENT_ID: String(agentId), AGENT_KEY: keyOf("agent").privateKey, PRICES: `{"${DRAWN}": 25}` };
}

function keyOf(wanted: string): Wallet {
  const found = devKeys.find(({ role }) => role === wanted);
  if (found === undefined) throw new Error(`no key has the role ${wanted}`);
  return new Wallet(found.privateKey);
}

const VERIFIED = { identityVerifier: "attester", maxPerPerson: 1 };
const PLACES = { person: { supply: 1, named: true }, key: { supply: 2 } };

function documentAt(listUntil: number, by: BallotTerms["by"]): string {
  const iso = (days: number) =>
    new Date((listUntil + days * DAY + 9 * HOUR) * 1_000).toISOString().replace(/\..*/, "+09:00");
  const schedule = {
    ...{ salesOpenAt: iso(-0.9), salesCloseAt: iso(29), returnUntil: iso(28), rebindUntil: iso(29), nameBy: iso(29) },
    ...{ doorsOpenAt: iso(30), doorsCloseAt: iso(31) },
  };
  const times = {
    listUntil: iso(0),
    sealAt: iso(0.5),
    keepUntil: iso(20),
    firstWindowHours: 48,
    laterWindowHours: 24,
  };
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "Event",
    name: "Lanterns, drawn",
    url: "https://lanterns.example/drawn",
    location: { "@type": "Place", name: "Lantern Hall" },
    doorTime: iso(30),
    startDate: iso(30.1),
    endDate: iso(31),
    doorkey: {
      schedule,
      policy: { ...(by === "person" && VERIFIED), maxRebinds: 1, minPublicBps: 0 },
      classes: { [DRAWN]: { ...PLACES[by], sale: "ballot", ballot: { ...times, by } } },
    },
  });
}
