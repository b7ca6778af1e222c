import type { Address, EventClass } from "doorkey";
import { deliverReturns, revokeRights } from "doorkey/agent";
import { returnDigest, type SignedReturn } from "doorkey/buyer";
import { designateAgent, reopenPlaces } from "doorkey/organizer";
import { type HolderKey, holderKey } from "doorkey-test-support/keys";
import type { Book, BookRight, Buyer } from "../book.ts";
import { JourneyError } from "../JourneyError.ts";
import { HOUR } from "../time.ts";
import type { Show, World } from "../world.ts";
import { grant, kindOf, type Party } from "./sell.ts";

/** Holders return rights, and the agent revokes one. Their places are reopened and granted to others. */
export async function secondThoughts(world: World, show: Show): Promise<void> {
  const { chain, story, input } = world;
  const at = input.event.schedule.returnUntil - HOUR;
  await chain.travelTo(at);
  story.chapter("Second thoughts", at);
  await returnSome(world);
  await revokeOne(world, show);
  await raiseCeilings(world, show);
  await grantTooSoon(world, show);
  await grantAgain(world, show);
  await thirdRight(world, show);
}

/** The holders sign. Anyone may deliver; here a passer-by does. */
async function returnSome(world: World): Promise<void> {
  const { chain, people, book, roles, story } = world;
  const buyers = roles.returning.map((order) => book.buyer(order));
  const expiresAt = (await chain.now()) + HOUR;
  const wish = ({ order, rights }: Buyer, key: HolderKey): SignedReturn => {
    const { id: rightId } = book.firstRight(order);
    const terms = { rightId, count: rights.length, holder: key.address as Address, rebinds: 0, expiresAt };
    const signature = key.sign(returnDigest(chain.connection, terms)) as `0x${string}`;
    return { rightId: String(rightId), count: rights.length, rebinds: 0, expiresAt: String(expiresAt), signature };
  };
  const anyone = chain.as(people.passerBy);

  const [first] = buyers;
  if (first === undefined) throw new JourneyError("no order returns its rights.");
  const [refused] = await deliverReturns(anyone, { returns: [wish(first, strangersKey(world))] });
  if (refused?.status !== "refused") throw new JourneyError("a forged return was accepted.");
  story.refused("a return that a stranger signed", "BadSignature");

  const rights = buyers.flatMap((buyer) => buyer.rights);
  const returns = buyers.map((buyer) => wish(buyer, buyer.key));
  const returned = await chain.costs.of("return", rights.length, () => deliverReturns(anyone, { returns }));
  const whole = returned.filter(({ status }) => status === "returned").map(({ rightId }) => rightId);
  if (whole.length !== rights.length)
    throw new JourneyError(`${whole.length} of ${rights.length} rights were returned.`);
  book.settle(whole, "returned");
  story.fact(rights.length, "rights returned with their holders' signatures", "no wallet, no ether");
}

async function revokeOne({ chain, people, book, roles, story }: World, show: Show): Promise<void> {
  const { id, agentId } = book.firstRight(roles.revoked);
  const agent = show.agents.find((candidate) => candidate.id === agentId) ?? show.agents[0];
  const reason = "bought by a machine";
  await chain.costs.of("revoke", 1, () => revokeRights(chain.as(agent.seller), { rightIds: [id], reason }));
  book.settle([id], "revoked");
  story.fact(1, "right revoked by the agent that granted it", reason);

  const rightIds = [book.firstRight(roles.newPhone).id];
  const mischief = () => revokeRights(chain.as(people.passerBy), { rightIds, reason: "mischief" });
  story.refused("a revocation by a passer-by", await chain.costs.refused("RightAuthorityMissing", mischief));
}

/** A returned seat cannot be sold to a friend at once, because only the organizer reopens it. */
async function grantTooSoon(world: World, show: Show): Promise<void> {
  const { book, classes, story } = world;
  const seats = freedSeats(book, classes.seated).slice(0, 1);
  const party: Party = { key: strangersKey(world), quantity: 1, seats };
  const [granted] = await grant(world, show.eventId, show.agents[0], classes.seated, [party]);
  if (granted?.[0] !== undefined) throw new JourneyError("a returned seat was granted before it was reopened.");
  story.refused("a grant of a returned seat before it is reopened", "SeatTaken");
}

/** Freed rights still count against the agent's quota, so it must be raised before they are granted again. */
async function raiseCeilings({ chain, people, classes, story, book }: World, { eventId, agents }: Show): Promise<void> {
  const [agent] = agents;
  const raise = ({ name: className, supply }: EventClass, places: number) =>
    designateAgent(chain.as(people.organizer), { eventId, className, agentId: agent.id, quota: supply + places });
  await chain.costs.of("designate an agent", 2, async () => {
    for (const class_ of [classes.standing, classes.seated]) await raise(class_, freed(book, class_).length);
  });
  story.fact(2, `allotments of ${agent.name} raised by the freed places`);
}

async function grantAgain(world: World, show: Show): Promise<void> {
  const { chain, people, classes, book, story, input } = world;
  const { eventId } = show;
  const { standing, seated } = classes;
  const seats = freedSeats(book, seated);
  const places = freed(book, standing).length;
  await chain.costs.of("reopen places", seats.length + places, async () => {
    await reopenPlaces(chain.as(people.organizer), { eventId, className: standing.name, places });
    await reopenPlaces(chain.as(people.organizer), { eventId, className: seated.name, seats });
  });
  book.reopen(standing, places);
  book.reopen(seated, seats.length);
  story.fact(seats.length + places, "places reopened by the organizer");

  const waiting = (i: number, seat?: number): Party => ({
    key: waitingKey(world, i),
    quantity: 1,
    ...(seat !== undefined && { seats: [seat] }),
  });
  const first = Array.from({ length: places - rightsLeft(world) }, (_, i) => waiting(i));
  const standingAgain = await grant(world, eventId, show.agents[0], standing, first);
  // One taken seat in a batch does not stop its neighbours.
  const held = input.orders.find((order) => order.class === seated && book.firstRight(order).fate === "out");
  const rows = [...seats, ...(held?.seats.slice(0, 1) ?? [])];
  const others = rows.map((seat, i) => waiting(places + i, seat));
  const seatedAgain = await grant(world, eventId, show.agents[0], seated, others);
  const live = [...standingAgain, ...seatedAgain].flat().filter((right) => right !== undefined).length;
  if (live !== first.length + seats.length)
    throw new JourneyError(`${live} of the reopened places were granted again.`);
  story.fact(live, "rights granted again, to people on the waiting list");
  story.refused("in the same batch, a seat that another right holds", "SeatTaken");
}

/** A known person asks for one right too many. The other rights of the batch are granted. */
async function thirdRight(world: World, show: Show): Promise<void> {
  const { input, classes, roles, story } = world;
  const left = rightsLeft(world);
  const [person = ""] = roles.lostPhone.persons;
  const key = holderKey(kindOf(world.random()), `${world.seed} again`);
  const quantity = left + 1;
  const party: Party = { key, quantity, persons: Array.from({ length: quantity }, () => person) };
  const [rights = []] = await grant(world, show.eventId, show.agents[0], classes.standing, [party]);
  const live = rights.filter((right) => right !== undefined).length;
  if (live !== left) throw new JourneyError(`a person got ${live} more rights, but ${left} were left.`);
  story.refused(`right number ${input.event.policy.maxPerPerson + 1} of one person`, "PersonFull");
}

/** Rights that the person who loses their phone may still get. */
function rightsLeft({ input, classes, roles }: World): number {
  const [person = ""] = roles.lostPhone.persons;
  const known = input.orders.filter((order) => order.class !== classes.staff).flatMap(({ persons }) => persons);
  return input.event.policy.maxPerPerson - known.filter((name) => name === person).length;
}

/* HELPERS */

/** Returned and revoked rights of a class. */
function freed(book: Book, class_: EventClass): BookRight[] {
  return [...book.rights.values()].filter(
    (right) => right.class === class_ && (right.fate === "returned" || right.fate === "revoked"),
  );
}

function freedSeats(book: Book, class_: EventClass): number[] {
  return freed(book, class_)
    .map(({ seat }) => seat)
    .filter((seat) => seat !== undefined)
    .sort((a, b) => a - b);
}

function waitingKey({ seed, random }: World, i: number): HolderKey {
  return holderKey(kindOf(random()), `${seed} waiting list ${i}`);
}

function strangersKey({ seed }: World): HolderKey {
  return holderKey("secp256k1", `${seed} stranger`);
}
