/** Shows on a chain with the suite, opened with the SDK as an organizer opens them. */

import type { Wallet } from "ethers";
import { registerAgent, setTeamRole } from "../../sdk/src/agent/index.ts";
import { type Address, type EventDocument, type EventRef, parseEventDocument } from "../../sdk/src/index.ts";
import { designateAgent, publishEvent, registerOrganizer, setGate } from "../../sdk/src/organizer/index.ts";
import type { TestChain } from "../../sdk/src/testing/index.ts";
import { documentAt } from "./eventDocument.ts";
import { join, type Member, type Transport } from "./transports.ts";

/** In this process or served. */
type Chain = Pick<TestChain, "connect" | "emptyKey" | "fundedKey" | "clock">;

export type Published = {
  /** The organizer's admin. */
  readonly organizer: Member;
  readonly organizerId: number;
  readonly eventId: number;
  readonly event: EventRef;
  readonly terms: EventDocument;
  /** The document, byte by byte. */
  readonly text: string;
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
};

/** An event on sale, and the agent that may sell all of it. */
export type Show = Published & {
  /** The agent's admin. */
  readonly agent: Member;
  readonly agentId: number;
};

export type ShowWithGates = Show & {
  /** A scanner. */
  readonly gate: Member;
  /** May admit ten rights by hand. */
  readonly desk: Member;
};

/** Many standing places, 1,200 seats `A-1-1` to `C-20-20`, and a class of three places; none of them named. */
export const HALL = {
  standing: { supply: 20_000 },
  seated: { seats: ["A-{1..20}-{1..20}", "B-{1..20}-{1..20}", "C-{1..20}-{1..20}"] },
  few: { supply: 3 },
};

/** Publishes the concert of `examples/`, on sale since yesterday, as an organizer of its own. No agent may sell it. */
export async function publishShow(chain: Chain, options: publishShow.Options = {}): Promise<Published> {
  const { by, documentUri, document, ...change } = options;
  const { organizer, organizerId } = by ?? (await registered(chain, options));
  const text = document ?? documentAt(await chain.clock.now(), change);
  const terms = parseEventDocument(text);
  const { eventId } = await publishEvent(organizer, { organizerId, terms, documentUri });
  const event = { chainId: organizer.chainId, rightsRegistry: organizer.rightsRegistry, eventId };
  const { doorsOpenAt, doorsCloseAt } = terms.schedule;
  return { organizer, organizerId, eventId, event, terms, text, doorsOpenAt, doorsCloseAt };
}

export declare namespace publishShow {
  type Options = documentAt.Change & {
    /** Who pays for calls: their signers, or the chain's relay. Defaults to `direct`. */
    readonly transport?: Transport;
    /** Keys that are connected to the chain. Defaults to fresh ones. */
    readonly keys?: Readonly<Partial<Record<"organizer" | "agent" | "gate" | "desk", Wallet>>>;
    /** The organizer of an earlier show. */
    readonly by?: Pick<Published, "organizer" | "organizerId">;
    /** The event's document, instead of the concert's. */
    readonly document?: string;
    /** Where the document is served. Defaults to the event's `url`. */
    readonly documentUri?: string;
  };
}

/**
 * Publishes an event and lets an agent sell it: by default one class, `standing`, of 100,000 places, whose document is
 * served nowhere.
 */
export async function openShow(
  chain: Chain,
  options: openShow.Options & { readonly gates: true },
): Promise<ShowWithGates>;
export async function openShow(chain: Chain, options?: openShow.Options): Promise<Show>;
export async function openShow(chain: Chain, options: openShow.Options = {}): Promise<Show | ShowWithGates> {
  const { transport = "direct", keys, sellers = [], agentUri = "https://tickets.example" } = options;
  const published = await publishShow(chain, {
    classes: { standing: { supply: 100_000 } },
    documentUri: "urn:doorkey:nowhere",
    ...options,
    policy: { maxRebinds: 2, minPublicBps: 0, ...options.policy },
  });
  const { organizer, eventId, terms } = published;
  const agent = await join(chain, transport, keys?.agent);
  const { agentId } = await registerAgent(agent, { name: "Tickets & Co", uri: agentUri });
  for (const seller of sellers)
    await setTeamRole(agent, { team: { agentId }, account: addressOf(seller), role: "member" });
  const { quotas = Object.fromEntries(terms.classes.map(({ name, supply }) => [name, supply])) } = options;
  for (const [className, quota] of Object.entries(quotas)) {
    await designateAgent(organizer, { eventId, className, agentId, quota });
  }
  const show: Show = { ...published, agent, agentId };
  if (options.gates !== true) return show;
  const [gate, desk] = [await join(chain, transport, keys?.gate), await join(chain, transport, keys?.desk)];
  await setGate(organizer, { eventId, gate: addressOf(gate.signer), kind: "scanner" });
  await setGate(organizer, { eventId, gate: addressOf(desk.signer), kind: "desk", byHandLimit: 10 });
  return { ...show, gate, desk };
}

export declare namespace openShow {
  type Options = publishShow.Options & {
    /** The agent's site. */
    readonly agentUri?: string;
    /** Further members of the agent. */
    readonly sellers?: readonly Wallet[];
    /** Rights that the agent may grant, by class. Defaults to every class with its supply. */
    readonly quotas?: Readonly<Record<string, number>>;
    /** Whether the show has a scanner and a desk. Defaults to `false`. */
    readonly gates?: boolean;
  };
}

async function registered(
  chain: Chain,
  { transport = "direct", keys }: publishShow.Options,
): Promise<Pick<Published, "organizer" | "organizerId">> {
  const organizer = await join(chain, transport, keys?.organizer);
  const { organizerId } = await registerOrganizer(organizer, { name: "Harbour Hall", uri: "https://hall.example" });
  return { organizer, organizerId };
}

/** The address of a wallet, as the SDK writes addresses. */
function addressOf({ address }: Wallet): Address {
  return address as Address;
}
