import type { EventClass, EventDocument } from "doorkey";
import { delegateQuota, registerAgent, setTeamRole } from "doorkey/agent";
import { setAttester } from "doorkey/attester";
import { designateAgent, publishEvent, registerOrganizer, setGate } from "doorkey/organizer";
import type { Wallet } from "ethers";
import { soldFrom } from "../sales.ts";
import { DAY } from "../time.ts";
import type { Agent, OpenHouse, World } from "../world.ts";

/** Admissions by hand that the identity desk may make. */
const BY_HAND_LIMIT = 5;

/** Organizer, agents, event, allotments, gates: all signed by those who rule them, all sent by the relay. */
export async function openTheHouse(world: World): Promise<OpenHouse> {
  const { chain, people, story, input } = world;
  story.chapter("The house opens its books", await chain.now());
  story.fact(5, "contracts are deployed by the relay, the only account with ether");

  const { venue, url: uri } = input.event;
  const register = <T>(work: () => Promise<T>): Promise<T> => chain.costs.of("register a team", 1, work);
  const { organizerId } = await register(() => registerOrganizer(chain.as(people.organizer), { name: venue, uri }));
  const agent = async (by: Wallet, name: string, seller = by): Promise<Agent> => {
    const { agentId } = await register(() => registerAgent(chain.as(by), { name, uri }));
    return { id: agentId, name, seller };
  };
  const boxOffice = await agent(people.boxOffice, `${venue} box office`);
  const agents = [
    await agent(people.agent, "Sola Tickets", people.clerk),
    await agent(people.subAgent, "Sola Campus"),
    await agent(people.deskAgent, "Campus Radio"),
  ] as const;
  const team = { agentId: agents[0].id };
  const account = people.clerk.address as `0x${string}`;
  await chain.costs.of("set a role", 1, () => setTeamRole(chain.as(people.agent), { team, account, role: "member" }));
  story.fact(1, `organizer registers: ${venue}`);
  story.fact(4, `agents register: ${[boxOffice, ...agents].map(({ name }) => name).join(", ")}`);

  const eventId = await publish(world, organizerId);
  const show: OpenHouse = {
    organizerId,
    eventId,
    secondNightId: await publishTerms(world, organizerId, secondNight(input.event)),
    boxOffice,
    agents,
  };
  await designate(world, show);
  await openGates(world, show);
  return show;
}

async function publish(world: World, organizerId: number): Promise<number> {
  const { input, chain, people, story } = world;
  const eventId = await publishTerms(world, organizerId, input.event);
  story.fact(1, `event is published, its terms final: ${input.event.name}`);
  for (const { name, supply, reserved, named, seats } of input.event.classes) {
    const kind = [reserved ? "reserved" : "public", seats.length > 0 ? "seated" : "", named ? "named" : ""];
    story.fact(supply, `places in class ${name}`, kind.filter((word) => word !== "").join(", "));
  }
  const trust = { scopeEventId: eventId, attester: people.attester.address as `0x${string}`, trusted: true };
  await chain.costs.of("set an attester", 1, () => setAttester(chain.as(people.organizer), trust));
  return eventId;
}

async function publishTerms({ chain, people }: World, organizerId: number, terms: EventDocument): Promise<number> {
  const { costs } = chain;
  const published = () => publishEvent(chain.as(people.organizer), { organizerId, terms });
  return (await costs.of("publish an event", 1, published)).eventId;
}

/** The night after, at the same house: standing only. Its entry proofs must be worth nothing tonight. */
function secondNight(event: EventDocument): EventDocument {
  const later = Object.entries(event.schedule).map(([name, time]) => [name, time + DAY]);
  const floor: EventClass = { id: 1, name: "standing", supply: 100, reserved: false, named: false, seats: [] };
  return {
    ...event,
    name: `${event.name} (second night)`,
    schedule: { ...Object.fromEntries(later), salesOpenAt: event.schedule.salesOpenAt },
    policy: { scope: 0, maxPerPerson: 0, maxRebinds: 0, minPublicBps: 0 },
    classes: [floor],
  };
}

/** The agent may sell all; those under it what they are going to ask for, to the last right. */
async function designate({ classes, chain, people, story, sales }: World, show: OpenHouse): Promise<void> {
  const { eventId, secondNightId, boxOffice } = show;
  const [agent, campus, radio] = show.agents;
  const { standing, seated, staff } = classes;
  const given: readonly (readonly [number, string, Agent, number])[] = [
    [eventId, standing.name, agent, standing.supply],
    [eventId, seated.name, agent, seated.supply],
    [eventId, staff.name, boxOffice, staff.supply],
    [secondNightId, "standing", agent, 1],
  ];
  await chain.costs.of("designate an agent", given.length, async () => {
    for (const [event, className, { id: agentId }, quota] of given) {
      await designateAgent(chain.as(people.organizer), { eventId: event, className, agentId, quota });
    }
  });
  const below: readonly (readonly [Wallet, EventClass, Agent, Agent, number])[] = [
    [people.agent, standing, agent, campus, soldFrom(sales, standing, 1)],
    [people.agent, seated, agent, campus, soldFrom(sales, seated, 1)],
    [people.subAgent, standing, campus, radio, soldFrom(sales, standing, 2)],
  ];
  await chain.costs.of("delegate to an agent", below.length, async () => {
    for (const [by, { name: className }, from, to, quota] of below) {
      await delegateQuota(chain.as(by), { eventId, className, from: from.id, to: to.id, quota });
    }
  });
  story.fact(3, `levels: ${agent.name} sells, ${campus.name} under it, ${radio.name} under that`);
}

async function openGates({ chain, people, story }: World, { eventId }: OpenHouse): Promise<void> {
  const organizer = chain.as(people.organizer);
  await chain.costs.of("set a gate", 3, async () => {
    for (const { address } of people.gates) {
      await setGate(organizer, { eventId, gate: address as `0x${string}`, kind: "scanner" });
    }
    const gate = people.identityDesk.address as `0x${string}`;
    await setGate(organizer, { eventId, gate, kind: "desk", byHandLimit: BY_HAND_LIMIT });
  });
  story.fact(3, "gate keys are set: two scanners, one identity desk");
}
