import { setImmediate } from "node:timers/promises";
import type { Address, EventClass, Hex } from "doorkey";
import { type GrantRow, grantMany } from "doorkey/agent";
import { type HolderKey, holderKey, type KeyKind } from "doorkey-test-support/keys";
import type { Wallet } from "ethers";
import type { BookRight } from "../book.ts";
import type { Order } from "../input/buyers.ts";
import { JourneyError } from "../JourneyError.ts";
import { countRights, type Sale, type Seller } from "../sales.ts";
import { formatNumber } from "../screen.ts";
import { HOUR } from "../time.ts";
import type { Agent, OpenHouse, Show, World } from "../world.ts";
import { vouchFor } from "./persons.ts";

/** A party that gets its rights under one key. */
export type Party = {
  readonly key: HolderKey;
  readonly quantity: number;
  readonly seats?: readonly number[];
  readonly persons?: readonly string[];
};

/** The rights of a party, in the order of their ids. Undefined for a refused one. */
type Granted = readonly (BookRight | undefined)[];

/** Each buyer's device makes a key. Then all orders are granted, batch by batch. */
export async function sell(world: World, show: OpenHouse): Promise<Show> {
  const { input, chain, story, sales, book } = world;
  const { salesOpenAt } = input.event.schedule;
  await chain.travelTo(salesOpenAt - HOUR);
  story.chapter("Sales", salesOpenAt - HOUR);
  await tooEarly(world, show);

  await makeKeys(world);
  await chain.travelTo(salesOpenAt);
  const bar = story.screen.progress("granting", countRights(input.orders));
  for (const sale of sales) {
    const parties = sale.orders.map((order) => partyOf(sale, order, book.buyer(order).key));
    const granted = await grant(world, show.eventId, agentOf(show, sale.seller), sale.class, parties);
    for (const [i, order] of sale.orders.entries()) takeRights(world, order, granted[i] ?? []);
    bar.step(countRights(sale.orders));
  }
  bar.stop();
  for (const class_ of input.event.classes) tellSale(world, class_);
  story.fact(chain.costs.requests, "requests were signed by teams so far; the relay paid for all of them");
  await overQuota(world, show);
  return { ...show, secondNightRight: await sellSecondNight(world, show) };
}

/** One of the buyers also comes to the second night, with the same key. */
async function sellSecondNight({ chain, book, roles, story }: World, show: OpenHouse): Promise<bigint> {
  const [agent] = show.agents;
  const rows = [{ className: "standing", holder: book.buyer(roles.bothNights).key.address as Address }];
  const sale = { agentId: agent.id, eventId: show.secondNightId, rows };
  const { results } = await chain.costs.of("grant, second night", 1, () => grantMany(chain.as(agent.seller), sale));
  const [result] = results;
  const [right] = result?.status === "granted" ? result.rightIds : [];
  if (right === undefined) throw new JourneyError("the right for the second night was not granted.");
  story.fact(1, "buyer gets a right for the second night, too");
  return right;
}

function tellSale({ sales, chain, story }: World, class_: EventClass): void {
  const mine = sales.filter((sale) => sale.class === class_);
  const rights = countRights(mine.flatMap((sale) => sale.orders));
  const sellers = new Set(mine.map(({ seller }) => seller)).size;
  const { gas = 0n, rights: done = 1 } = chain.costs.rows.get(grantAct(class_, false)) ?? {};
  const who = `${sellers} ${sellers === 1 ? "agent" : "agents"}`;
  const note = `${formatNumber(gas / BigInt(Math.max(done, 1)))} gas each`;
  const batches = `${mine.length} ${mine.length === 1 ? "batch" : "batches"}`;
  story.fact(rights, `${class_.name} rights granted by ${who} in ${batches}`, note);
}

/** Makes keys of all kinds. Most phones make P-256 keys, some use passkeys, some hold a wallet's key. */
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

function partyOf({ tagged }: Sale, { quantity, seats, persons }: Order, key: HolderKey): Party {
  return { key, quantity, seats, ...(tagged && { persons }) };
}

function takeRights({ book }: World, order: Order, granted: Granted): void {
  const { rights } = book.buyer(order);
  for (const right of granted) {
    if (right === undefined) throw new JourneyError(`a right of order ${order.order} was refused.`);
    rights.push(right);
  }
}

/** Grants one batch, and returns the rights of each party. */
export async function grant(
  world: World,
  eventId: number,
  { id: agentId, seller }: Agent,
  class_: EventClass,
  parties: readonly Party[],
): Promise<readonly Granted[]> {
  const { chain, book } = world;
  const rows: GrantRow[] = [];
  for (const { key, quantity, seats = [], persons = [] } of parties) {
    const evidence: Hex[] = [];
    for (const person of persons) evidence.push(await vouchFor(world, { person, key, eventId, agentId }));
    rows.push({ className: class_.name, holder: key.address as Address, quantity, seats, evidence });
  }
  const act = grantAct(
    class_,
    parties.some(({ persons = [] }) => persons.length > 0),
  );
  const rights = parties.reduce((sum, { quantity }) => sum + quantity, 0);
  const sale = { agentId, eventId, rows, again: true, concurrency: 1 };
  const { results } = await chain.costs.of(act, rights, () => grantMany(chain.as(seller), sale));

  // The contracts write no batch in which every record is refused.
  const isWritten = results.some(({ status }) => status === "granted");
  return parties.map(({ key, quantity, seats = [] }, i) => {
    const result = results[i];
    if (result === undefined || result.status === "skipped") throw new JourneyError("a row was not granted.");
    const given = result.status === "granted" ? result.rightIds : [];
    const voided = result.status === "granted" ? result.refused.map(({ rightId }) => rightId) : [];
    const ids = [...given, ...voided].sort((a, b) => (a < b ? -1 : 1));
    const inOrder = seats.toSorted((a, b) => a - b);
    return Array.from({ length: quantity }, (_, place) => {
      const id = ids[place];
      if (id !== undefined && given.includes(id)) {
        return book.grant({ id, class: class_, seat: inOrder[place], agentId, holder: key });
      }
      if (isWritten) book.refusedAtGrant.push(class_);
      return undefined;
    });
  });
}

function grantAct({ name }: EventClass, tagged: boolean): string {
  return `grant, ${name}${tagged ? ", person known" : ""}`;
}

function agentOf(show: OpenHouse, seller: Seller): Agent {
  return seller === "boxOffice" ? show.boxOffice : show.agents[seller];
}

async function tooEarly(world: World, show: OpenHouse): Promise<void> {
  const [agent] = show.agents;
  await refusedGrant(world, show, agent.seller, agent, "a grant an hour before sales open", "SalesClosed");
}

/** The lowest agent has sold its whole quota, so it cannot grant one more right. */
async function overQuota(world: World, show: OpenHouse): Promise<void> {
  const { people } = world;
  const [, , radio] = show.agents;
  const more = `one right more than the allotment of ${radio.name}`;
  await refusedGrant(world, show, radio.seller, radio, more, "QuotaExceeded");
  const pretended = "a grant by a passer-by in the name of an agent";
  await refusedGrant(world, show, people.passerBy, radio, pretended, "TeamMemberOnly");
}

/** `grantMany` does not throw for a refused row. The row's result has the reason. */
async function refusedGrant(
  { chain, classes, story, seed }: World,
  { eventId }: OpenHouse,
  by: Wallet,
  { id: agentId }: Agent,
  text: string,
  expected: string,
): Promise<void> {
  const holder = holderKey("secp256k1", `${seed} too many`).address as Address;
  const rows = [{ className: classes.standing.name, holder }];
  const { results } = await grantMany(chain.as(by), { agentId, eventId, rows, again: true });
  const [result] = results;
  const reason = result?.status === "refused" ? result.reason : "it was granted";
  if (reason !== expected)
    throw new JourneyError(`${text} should have been refused with ${expected}; result: ${reason}.`);
  story.refused(text, expected);
}
