import { setImmediate } from "node:timers/promises";
import type { LogDescription, Wallet } from "ethers";
import type { EventClass } from "../../../sdk/src/index.ts";
import { type HolderKey, holderKey, type KeyKind } from "../../../test/helpers/keys.ts";
import { packRecords } from "../../../test/helpers/statements.ts";
import type { BookRight, Buyer } from "../book.ts";
import { JourneyError } from "../JourneyError.ts";
import { LARGE } from "../relay.ts";
import { countRights, type Sale, type Seller } from "../sales.ts";
import { formatNumber } from "../screen.ts";
import { HOUR } from "../time.ts";
import type { Agent, OpenHouse, Show, World } from "../world.ts";
import { attestPerson } from "./persons.ts";

/** What one person of a party is to get. */
export type Guest = { readonly key: HolderKey; readonly seat?: number; readonly person?: string };

/** Everybody's key is made on their device; then all orders are granted, batch by batch. */
export async function sell(world: World, show: OpenHouse): Promise<Show> {
  const { input, chain, relay, story, sales, book } = world;
  const { salesOpenAt } = input.event.schedule;
  await chain.travelTo(salesOpenAt - HOUR);
  story.chapter("Sales", salesOpenAt - HOUR);
  await tooEarly(world, show);

  await makeKeys(world);
  await chain.travelTo(salesOpenAt);
  const bar = story.screen.progress("granting", countRights(input.orders));
  for (const sale of sales) {
    const buyers = sale.orders.map((order) => book.buyer(order));
    const granted = await grant(world, show.eventId, agentOf(show, sale.seller), sale.class, guestsOf(sale, buyers));
    takeRights(granted, buyers);
    bar.step(granted.length);
  }
  bar.stop();
  for (const class_ of input.event.classes) tellSale(world, class_);
  story.fact(relay.requests, "requests were signed by teams so far; the relay paid for all of them");
  await overQuota(world, show);
  return { ...show, secondNightRight: await sellSecondNight(world, show) };
}

/** One of the buyers comes again the night after, with the same key. */
async function sellSecondNight({ chain, relay, book, roles, story }: World, show: OpenHouse): Promise<bigint> {
  const [agent] = show.agents;
  const { address } = book.buyer(roles.bothNights).key;
  const call = chain.rights.grant.populateTransaction(show.secondNightId, 1, agent.id, address, [], 1);
  const { logs } = await relay.one("grant, second night", 1, agent.seller, call);
  story.fact(1, "buyer gets a right for the second night, too");
  return find(logs, "RightsGranted").args.first;
}

function tellSale({ sales, relay, story }: World, class_: EventClass): void {
  const mine = sales.filter((sale) => sale.class === class_);
  const rights = countRights(mine.flatMap((sale) => sale.orders));
  const sellers = new Set(mine.map(({ seller }) => seller)).size;
  const { gas = 0n, rights: done = 1 } = relay.gas.get(grantAct(class_, false)) ?? {};
  const who = `${sellers} ${sellers === 1 ? "agent" : "agents"}`;
  const note = `${formatNumber(gas / BigInt(Math.max(done, 1)))} gas each`;
  const batches = `${mine.length} ${mine.length === 1 ? "batch" : "batches"}`;
  story.fact(rights, `${class_.name} rights granted by ${who} in ${batches}`, note);
}

/** Keys of all kinds: most phones make P-256 keys, some use passkeys, some hold a wallet's key. */
async function makeKeys({ input, seed, random, book, story }: World): Promise<void> {
  const counts = new Map<KeyKind, number>();
  const bar = story.screen.progress("making keys on the buyers' devices", input.orders.length);
  for (const order of input.orders) {
    const kind = kindOf(random());
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    book.buyers.set(order.order, { order, key: holderKey(kind, `${seed} ${order.order}`), rights: [] });
    bar.step();
    if (order.row % 16 === 0) await setImmediate();
  }
  bar.stop();
  const kinds = [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, count]) => `${formatNumber(count)} ${kind}`);
  story.fact(input.orders.length, "buyers paid; each device made a key for this event alone", kinds.join(", "));
}

export function kindOf(random: number): KeyKind {
  return random < 0.45 ? "p256" : random < 0.7 ? "passkey" : "secp256k1";
}

function guestsOf(sale: Sale, buyers: readonly Buyer[]): Guest[] {
  return buyers.flatMap(({ key, order }) =>
    Array.from({ length: order.quantity }, (_, i): Guest => {
      const seat = order.seats[i];
      const person = sale.tagged ? order.persons[i] : undefined;
      return { key, ...(seat === undefined ? {} : { seat }), ...(person === undefined ? {} : { person }) };
    }),
  );
}

function takeRights(granted: readonly (BookRight | undefined)[], buyers: readonly Buyer[]): void {
  let next = 0;
  for (const { order, rights } of buyers) {
    for (const right of granted.slice(next, next + order.quantity)) {
      if (right === undefined) throw new JourneyError(`a right of order ${order.order} was refused.`);
      rights.push(right);
    }
    next += order.quantity;
  }
}

/** Grants one batch through the forwarder; gives the rights in the order of the guests, nothing for a refused one. */
export async function grant(
  { chain, relay, book, people }: World,
  eventId: bigint,
  agent: Agent,
  class_: EventClass,
  guests: readonly Guest[],
): Promise<readonly (BookRight | undefined)[]> {
  const tagged = guests.every(({ person }) => person !== undefined);
  const evidence: string[] = [];
  for (const { key, person } of tagged ? guests : []) {
    evidence.push(await attestPerson(chain, people.attester, { person, key, eventId, agentId: agent.id }));
  }
  const records = packRecords(
    guests.map(({ key, seat }) => ({ holder: key.address, ...(seat === undefined ? {} : { seat }) })),
  );
  const call = chain.rights.grant.populateTransaction(eventId, class_.id, agent.id, records, evidence, 0);
  const { logs } = await relay.one(grantAct(class_, tagged), guests.length, agent.seller, call, LARGE);
  const first: bigint = find(logs, "RightsGranted").args.first;
  const refused = new Set(logs.filter(({ name }) => name === "GrantRefused").map((log): bigint => log.args.rightId));
  return guests.map(({ key, seat }, i) => {
    const id = first + BigInt(i);
    if (!refused.has(id)) return book.grant({ id, class: class_, seat, agentId: agent.id, holder: key });
    book.refusedAtGrant.push(class_);
    return undefined;
  });
}

function grantAct({ name }: EventClass, tagged: boolean): string {
  return `grant, ${name}${tagged ? ", person known" : ""}`;
}

function agentOf(show: OpenHouse, seller: Seller): Agent {
  return seller === "boxOffice" ? show.boxOffice : show.agents[seller];
}

export function find(logs: readonly LogDescription[], name: string): LogDescription {
  const log = logs.find((candidate) => candidate.name === name);
  if (log === undefined) throw new JourneyError(`the chain did not log ${name}.`);
  return log;
}

async function tooEarly(world: World, show: OpenHouse): Promise<void> {
  const [agent] = show.agents;
  await refusedGrant(world, show, agent.seller, agent, "a grant an hour before sales open", "SalesClosed");
}

/** The lowest agent has sold what it was given, to the last right. */
async function overQuota(world: World, show: OpenHouse): Promise<void> {
  const [, , radio] = show.agents;
  await refusedGrant(
    world,
    show,
    radio.seller,
    radio,
    `one more right from ${radio.name} than its allotment`,
    "QuotaExceeded",
  );
  const { people } = world;
  await refusedGrant(
    world,
    show,
    people.passerBy,
    radio,
    "a grant by a passer-by in the name of an agent",
    "TeamMemberOnly",
  );
}

async function refusedGrant(
  { chain, relay, classes, story, seed }: World,
  show: OpenHouse,
  by: Wallet,
  agent: Agent,
  text: string,
  error: string,
): Promise<void> {
  const records = packRecords([{ holder: holderKey("secp256k1", `${seed} too many`).address }]);
  const call = chain.rights.grant.populateTransaction(show.eventId, classes.standing.id, agent.id, records, [], 1);
  story.refused(text, await relay.refused(by, call, error));
}
