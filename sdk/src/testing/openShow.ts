import type { Wallet } from "ethers";
import { registerAgent } from "../agent/registerAgent.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { EventRef } from "../core/EventRef.ts";
import { given, named } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import { designateAgent } from "../organizer/designateAgent.ts";
import { publishEvent } from "../organizer/publishEvent.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { setGate } from "../organizer/setGate.ts";
import { type HardhatNetwork, startTestChain, type TestChain } from "./startTestChain.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * Moments of an event: it is `announced`, and sales open in three days; it is on `sale`; rights can no longer be
 * returned (`late`); `doors` are open; doors are `closed`.
 */
export type ShowMoment = "announced" | "sale" | "late" | "doors" | "closed";

const MOMENTS: readonly ShowMoment[] = ["announced", "sale", "late", "doors", "closed"];

/** An event on a test chain, with everybody whom it needs. Their connections go through the chain's relay. */
export type Show = {
  readonly chain: TestChain;
  readonly eventId: number;
  readonly event: EventRef;
  readonly terms: EventDocument;
  readonly organizerId: number;
  /** The organizer's admin. */
  readonly organizer: Connection;
  readonly agentId: number;
  /** The agent's admin, who may grant every place. */
  readonly agent: Connection;
  /** A scanner. */
  readonly gate: Connection;
};

/**
 * Publishes an event, lets an agent sell all of it and a gate admit, and moves the clock to a moment of the event. One
 * call is enough for a test: it starts the chain too, if it gets none.
 *
 * @param options.at Defaults to "sale".
 * @param options.chain The chain on which it takes place. Defaults to a new one.
 * @param options.network A network of the project's own Hardhat, for a new chain.
 * @param options.classes As event documents have them. Defaults to `standing` with 1,000 places.
 * @param options.policy As event documents have it. Defaults to no verifier and two rebinds.
 * @throws VALUE_INVALID; EVENT_DOCUMENT_INVALID for classes or a policy that a document must not have; what `startTestChain` throws.
 * @example
 * import { grantMany } from "doorkey/agent";
 * import { openShow } from "doorkey/testing";
 *
 * const { chain, agent, agentId, eventId } = await openShow({ at: "sale" });
 * const rows = [{ className: "standing", holder: "0x00000000000000000000000000000000000000A1" }] as const;
 * console.log((await grantMany(agent, { agentId, eventId, rows })).granted); // 1
 * await chain.close();
 */
export async function openShow(options: openShow.Options = {}): Promise<Show> {
  const { at = "sale", chain, network, classes, policy } = given("options", options);
  if (!MOMENTS.includes(at)) {
    throw new DoorkeyError("VALUE_INVALID", {
      details: [`at must be one of ${MOMENTS.join(", ")}, not ${named(at)}.`],
    });
  }
  if (chain !== undefined) given("chain", chain, "clock", "connect", "emptyKey");
  if (classes !== undefined) given("classes", classes);
  if (policy !== undefined) given("policy", policy);
  const stage = chain ?? (await startTestChain(network === undefined ? {} : { network }));
  const salesOpenAt = (await stage.clock.now()) + 3 * DAY;
  const terms = parseEventDocument(documentOf(salesOpenAt, classes, policy));
  const join = async () => {
    const signer: Wallet = stage.emptyKey();
    return { ...(await stage.connect(signer)), address: signer.address as Address };
  };

  const [organizer, agent, gate] = [await join(), await join(), await join()];
  const { organizerId } = await registerOrganizer(organizer, { name: "Harbour Hall", uri: "https://hall.example" });
  const { agentId } = await registerAgent(agent, { name: "Tickets & Co", uri: "https://tickets.example" });
  const { eventId } = await publishEvent(organizer, { organizerId, terms });
  for (const { name: className, supply } of terms.classes) {
    await designateAgent(organizer, { eventId, className, agentId, quota: supply });
  }
  await setGate(organizer, { eventId, gate: gate.address, kind: "scanner" });
  await stage.clock.travelTo(timeOf(at, terms));
  const { chainId, rightsRegistry } = organizer;
  const event = { chainId, rightsRegistry, eventId };
  return { chain: stage, eventId, event, terms, organizerId, organizer, agentId, agent, gate };
}

export declare namespace openShow {
  type Options = {
    readonly at?: ShowMoment | undefined;
    readonly chain?: TestChain | undefined;
    readonly network?: HardhatNetwork | undefined;
    readonly classes?: Readonly<Record<string, Class>> | undefined;
    readonly policy?: Policy | undefined;
  };
  type Class = {
    readonly supply?: number;
    readonly seats?: readonly string[];
    readonly reserved?: boolean;
    readonly named?: boolean;
    readonly saleHook?: string;
  };
  type Policy = {
    /** "attester" for the suite's verifier, or the address of another one. */
    readonly identityVerifier?: string;
    readonly maxPerPerson?: number;
    readonly maxRebinds?: number;
    readonly minPublicBps?: number;
  };
}

function timeOf(moment: ShowMoment, { schedule }: EventDocument): number {
  const times: Readonly<Record<ShowMoment, number>> = {
    announced: 0,
    sale: schedule.salesOpenAt,
    late: schedule.returnUntil,
    doors: schedule.doorsOpenAt,
    closed: schedule.doorsCloseAt,
  };
  return times[moment];
}

function documentOf(
  salesOpenAt: number,
  classes: openShow.Options["classes"] = { standing: { supply: 1_000 } },
  policy: openShow.Policy = {},
): string {
  const doors = salesOpenAt + 30 * DAY;
  const schedule = {
    salesOpenAt,
    salesCloseAt: doors,
    returnUntil: doors - 2 * DAY,
    rebindUntil: doors - DAY,
    nameBy: doors - DAY,
    doorsOpenAt: doors,
    doorsCloseAt: doors + 4 * HOUR,
  };
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "Event",
    name: "Lanterns",
    url: "https://hall.example/lanterns",
    startDate: iso(doors + HOUR),
    doorTime: iso(doors),
    endDate: iso(schedule.doorsCloseAt),
    location: { "@type": "Place", name: "Harbour Hall" },
    doorkey: {
      schedule: Object.fromEntries(Object.entries(schedule).map(([name, time]) => [name, iso(time)])),
      policy: { maxRebinds: 2, minPublicBps: 0, ...policy },
      classes,
    },
  });
}

function iso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000", "");
}
