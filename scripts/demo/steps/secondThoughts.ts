import { encodeBytes32String } from "ethers";
import type { EventClass } from "../../../sdk/src/index.ts";
import { type HolderKey, holderKey } from "../../../test/helpers/keys.ts";
import { signReturn } from "../../../test/helpers/statements.ts";
import { REFUSAL } from "../../../test/helpers/suite.ts";
import type { Book, BookRight, Buyer } from "../book.ts";
import { JourneyError } from "../JourneyError.ts";
import type { Outcome } from "../relay.ts";
import { HOUR } from "../time.ts";
import type { Show, World } from "../world.ts";
import { type Guest, grant, kindOf } from "./sell.ts";

/** Holders give rights back, the agent takes some; the places are opened and granted again, to others. */
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

/** The holders sign; anyone may deliver, here the relay in its own name. */
async function returnSome(world: World): Promise<void> {
  const { chain, relay, book, roles, story } = world;
  const buyers = roles.returning.map((order) => book.buyer(order));
  const expiresAt = (await chain.now()) + HOUR;
  const wish = (buyer: Buyer, key: HolderKey) =>
    signReturn(chain.domains.statements, key, {
      rightId: book.firstRight(buyer.order).id,
      count: buyer.rights.length,
      expiresAt,
    });

  const [first] = buyers;
  if (first === undefined) throw new JourneyError("nobody returns anything.");
  const forged = wish(first, strangersKey(world));
  const refusal = await relay.deliver("refused statements", 0, chain.rights.returnRights.populateTransaction([forged]));
  story.refused("a return that somebody else signed", refusalIn(refusal, "ReturnRefused", "badSignature"));

  const rights = buyers.flatMap((buyer) => buyer.rights);
  const returns = buyers.map((buyer) => wish(buyer, buyer.key));
  const { logs } = await relay.deliver("return", rights.length, chain.rights.returnRights.populateTransaction(returns));
  book.settle(
    logs.filter(({ name }) => name === "RightReturned").map((log): bigint => log.args.rightId),
    "returned",
  );
  story.fact(rights.length, "rights given back by their holders' signatures", "no wallet, no ether");
}

async function revokeOne({ chain, relay, people, book, roles, story }: World, show: Show): Promise<void> {
  const { id, agentId } = book.firstRight(roles.revoked);
  const agent = show.agents.find((candidate) => candidate.id === agentId) ?? show.agents[0];
  const call = chain.rights.revoke.populateTransaction([id], encodeBytes32String("bought by a machine"));
  await relay.one("revoke", 1, agent.seller, call);
  book.settle([id], "revoked");
  story.fact(1, "right revoked by the agent that granted it", "bought by a machine");

  const other = book.firstRight(roles.newPhone).id;
  const strangers = chain.rights.revoke.populateTransaction([other], encodeBytes32String("mischief"));
  story.refused(
    "a revocation by a passer-by",
    await relay.refused(people.passerBy, strangers, "RightAuthorityMissing"),
  );
}

/** A returned seat cannot be passed on by selling it at once: only the organizer opens it again. */
async function grantTooSoon(world: World, show: Show): Promise<void> {
  const { book, classes, story } = world;
  const [seat] = freedSeats(book, classes.seated);
  const guest: Guest = { key: strangersKey(world), ...(seat === undefined ? {} : { seat }) };
  const [right] = await grant(world, show.eventId, show.agents[0], classes.seated, [guest]);
  if (right !== undefined) throw new JourneyError("a returned seat was granted before it was reopened.");
  story.refused("a grant of a returned seat before it is reopened", "SeatTaken");
}

/** What an agent granted stays granted to its account: for places that came back its ceiling must be raised. */
async function raiseCeilings({ chain, relay, people, classes, story, book }: World, show: Show): Promise<void> {
  const [agent] = show.agents;
  const raise = (class_: EventClass) => ({
    by: people.organizer,
    call: chain.events.designateAgent.populateTransaction(
      show.eventId,
      class_.id,
      agent.id,
      class_.supply + freed(book, class_).length,
    ),
  });
  await relay.forward("designate an agent", 2, [raise(classes.standing), raise(classes.seated)]);
  story.fact(2, `allotments of ${agent.name} raised by the places that came back`);
}

async function grantAgain(world: World, show: Show): Promise<void> {
  const { chain, relay, people, classes, book, story, input } = world;
  const { standing, seated } = classes;
  const seats = freedSeats(book, seated);
  const places = freed(book, standing).length;
  await relay.forward("reopen places", seats.length + places, [
    { by: people.organizer, call: chain.rights.reopen.populateTransaction(show.eventId, standing.id, places) },
    { by: people.organizer, call: chain.rights.reopenSeats.populateTransaction(show.eventId, seated.id, seats) },
  ]);
  book.reopen(standing, places);
  book.reopen(seated, seats.length);
  story.fact(seats.length + places, "places reopened by the organizer");

  const waiting = Array.from({ length: places - rightsLeft(world) }, (_, i): Guest => ({ key: waitingKey(world, i) }));
  const standingAgain = await grant(world, show.eventId, show.agents[0], standing, waiting);
  // One wrong seat in a batch stops none of its neighbours.
  const held = input.orders.find((order) => order.class === seated && book.firstRight(order).fate === "out");
  const rows = [...seats, ...(held?.seats.slice(0, 1) ?? [])];
  const seatedAgain = await grant(
    world,
    show.eventId,
    show.agents[0],
    seated,
    rows.map((seat, i): Guest => ({ key: waitingKey(world, places + i), seat })),
  );
  const live = [...standingAgain, ...seatedAgain].filter((right) => right !== undefined).length;
  if (live !== waiting.length + seats.length)
    throw new JourneyError(`${live} of the reopened places were granted again.`);
  story.fact(live, "rights granted again, to people on the waiting list");
  story.refused("in the same batch, a seat that is held by somebody", "SeatTaken");
}

/** A known person asks for one right more than one person may hold; the others in the batch go through. */
async function thirdRight(world: World, show: Show): Promise<void> {
  const { input, classes, roles, story } = world;
  const left = rightsLeft(world);
  const [person = ""] = roles.lostPhone.persons;
  const key = holderKey(kindOf(world.random()), `${world.seed} again`);
  const guests = Array.from({ length: left + 1 }, (): Guest => ({ key, person }));
  const rights = await grant(world, show.eventId, show.agents[0], classes.standing, guests);
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

/* SMALL THINGS */

/** Rights of a class whose places came back. */
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

/** The reason in the first refusal of its kind, which must be the expected one. */
function refusalIn({ logs }: Outcome, name: string, expected: keyof typeof REFUSAL): string {
  const why = logs.find((log) => log.name === name)?.args.why;
  if (why !== REFUSAL[expected])
    throw new JourneyError(`expected a refusal ${expected}, the chain says ${why ?? "nothing"}.`);
  return expected.charAt(0).toUpperCase() + expected.slice(1);
}
