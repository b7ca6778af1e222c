import type { Wallet } from "ethers";
import type { EventClass } from "../../../sdk/src/index.ts";
import { GATE, ROLE } from "../../../test/helpers/suite.ts";
import type { IAgentRegistry, IEventRegistry } from "../../../types/ethers-contracts/index.js";
import type { TeamCall } from "../relay.ts";
import { soldFrom } from "../sales.ts";
import type { Agent, OpenHouse, World } from "../world.ts";
import { eventTerms, secondNight } from "./terms.ts";

/** Admissions by hand that the identity desk may make. */
const BY_HAND_LIMIT = 5;

/** Organizer, agents, event, allotments, gates: all signed by those who rule them, all sent by the relay. */
export async function openTheHouse(world: World): Promise<OpenHouse> {
  const { chain, people, relay, story, input } = world;
  story.chapter("The house opens its books", await chain.now());
  story.fact(5, "contracts are deployed by the relay, the only account with ether");

  const register = async (teams: IEventRegistry | IAgentRegistry, by: Wallet, name: string): Promise<bigint> => {
    const registry = teams as IAgentRegistry;
    const call = registry.register.populateTransaction(name, input.event.url);
    await relay.one("register a team", 1, by, call);
    return registry.teamCount();
  };
  const { venue } = input.event;
  const organizerId = await register(chain.events, people.organizer, venue);
  const agent = async (by: Wallet, name: string, seller = by): Promise<Agent> => ({
    id: await register(chain.agents, by, name),
    name,
    seller,
  });
  const boxOffice = await agent(people.boxOffice, `${venue} box office`);
  const agents = [
    await agent(people.agent, "Sola Tickets", people.clerk),
    await agent(people.subAgent, "Sola Campus"),
    await agent(people.deskAgent, "Campus Radio"),
  ] as const;
  await relay.one(
    "set a role",
    1,
    people.agent,
    chain.agents.setRole.populateTransaction(agents[0].id, people.clerk.address, ROLE.member),
  );
  story.fact(1, `organizer registers: ${venue}`);
  story.fact(4, `agents register: ${[boxOffice, ...agents].map(({ name }) => name).join(", ")}`);

  const eventId = await publish(world, organizerId);
  const show: OpenHouse = {
    organizerId,
    eventId,
    secondNightId: await secondNight(world, organizerId),
    boxOffice,
    agents,
  };
  await designate(world, show);
  await openGates(world, show);
  return show;
}

async function publish({ input, chain, people, relay, story }: World, organizerId: bigint): Promise<bigint> {
  const { terms, classes } = await eventTerms(input, chain);
  const call = chain.events.registerEvent.populateTransaction(organizerId, terms, classes);
  await relay.one("publish an event", 1, people.organizer, call, 3_000_000n);
  const eventId = await chain.events.eventCount();
  story.fact(1, `event is published, its terms final: ${input.event.name}`);
  for (const { name, supply, reserved, named, seats } of input.event.classes) {
    const kind = [reserved ? "reserved" : "public", seats.length > 0 ? "seated" : "", named ? "named" : ""];
    story.fact(supply, `places in class ${name}`, kind.filter((word) => word !== "").join(", "));
  }
  const { setAttester } = chain.verifier;
  const trust = setAttester.populateTransaction(eventId, people.attester.address, true);
  await relay.one("set an attester", 1, people.organizer, trust);
  return eventId;
}

/** The agent may sell all; those under it what they are going to ask for, to the last right. */
async function designate({ classes, chain, people, relay, story, sales }: World, show: OpenHouse): Promise<void> {
  const { designateAgent, delegate } = chain.events;
  const [agent, campus, radio] = show.agents;
  const ruled = (by: Wallet, call: TeamCall["call"]): TeamCall => ({ by, call });
  const organizer = (class_: EventClass, { id }: Agent): TeamCall =>
    ruled(people.organizer, designateAgent.populateTransaction(show.eventId, class_.id, id, class_.supply));
  const secondNight = designateAgent.populateTransaction(show.secondNightId, 1, agent.id, 1);
  await relay.forward("designate an agent", 4, [
    organizer(classes.standing, agent),
    organizer(classes.seated, agent),
    organizer(classes.staff, show.boxOffice),
    ruled(people.organizer, secondNight),
  ]);
  const below = (by: Wallet, class_: EventClass, from: Agent, to: Agent, quota: number): TeamCall =>
    ruled(by, delegate.populateTransaction(show.eventId, class_.id, from.id, to.id, quota));
  await relay.forward("delegate to an agent", 3, [
    below(people.agent, classes.standing, agent, campus, soldFrom(sales, classes.standing, 1)),
    below(people.agent, classes.seated, agent, campus, soldFrom(sales, classes.seated, 1)),
    below(people.subAgent, classes.standing, campus, radio, soldFrom(sales, classes.standing, 2)),
  ]);
  story.fact(3, `levels: ${agent.name} sells, ${campus.name} under it, ${radio.name} under that`);
}

async function openGates({ chain, people, relay, story }: World, show: OpenHouse): Promise<void> {
  const gate = (key: Wallet, kind: bigint, limit: number): TeamCall => ({
    by: people.organizer,
    call: chain.events.setGate.populateTransaction(show.eventId, key.address, kind, limit),
  });
  await relay.forward("set a gate", 3, [
    ...people.gates.map((key) => gate(key, GATE.scanner, 0)),
    gate(people.identityDesk, GATE.desk, BY_HAND_LIMIT),
  ]);
  story.fact(3, "gate keys are set: two scanners, one identity desk");
}
