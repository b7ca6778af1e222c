import { encodeBytes32String } from "ethers";
import { JourneyError } from "../JourneyError.ts";
import type { TeamCall } from "../relay.ts";
import { DAY } from "../time.ts";
import type { Show, World } from "../world.ts";
import { attestPerson } from "./persons.ts";

/** Requests in one transaction. */
const BUNDLE = 16;

/** Places that are not for the public carry a name before the show. */
export async function nameStaff(world: World, show: Show): Promise<void> {
  const { chain, relay, book, story, input, classes, people } = world;
  const at = input.event.schedule.nameBy - DAY;
  await chain.travelTo(at);
  story.chapter("Names for reserved places", at);

  const known = input.orders.filter((order) => order.class === classes.staff && order.persons.length > 0);
  const calls: TeamCall[] = [];
  for (const order of known) {
    for (const [i, right] of book.buyer(order).rights.entries()) {
      const { id: rightId, agentId, holder: key } = right;
      const claim = { person: order.persons[i], key, eventId: show.eventId, agentId, rightId };
      const evidence = await attestPerson(chain, people.attester, claim);
      const call = chain.rights.name.populateTransaction(rightId, key.address, evidence);
      calls.push({ by: show.boxOffice.seller, call });
      right.named = true;
    }
  }
  for (let i = 0; i < calls.length; i += BUNDLE) {
    const bundle = calls.slice(i, i + BUNDLE);
    await relay.forward("name", bundle.length, bundle);
  }
  story.fact(calls.length, `${classes.staff.name} rights named by the box office, each person vouched for`);
  const early = await relay.refused(people.passerBy, voidCall(world), "RightAuthorityMissing");
  story.refused("a passer-by voids unnamed rights before their time", early);
}

/** After the deadline anybody may take away a reserved place that has no name. */
export async function voidUnnamed(world: World): Promise<void> {
  const { chain, relay, book, story, input, people } = world;
  const { nameBy } = input.event.schedule;
  await chain.travelTo(nameBy);
  story.chapter("The deadline for names", nameBy);
  const unnamed = unnamedRights(world);
  const { logs } = await relay.one("void the unnamed", unnamed.length, people.passerBy, voidCall(world));
  const voided = logs.filter(({ name }) => name === "RightRevoked").map((log): bigint => log.args.rightId);
  if (voided.length !== unnamed.length)
    throw new JourneyError(`${voided.length} of ${unnamed.length} rights were voided.`);
  book.settle(voided, "revoked");
  story.fact(voided.length, "reserved rights without a name voided by a passer-by: now anyone may");
}

function voidCall(world: World) {
  return world.chain.rights.revoke.populateTransaction(unnamedRights(world), encodeBytes32String("nobody named"));
}

function unnamedRights({ input, book, classes }: World): bigint[] {
  return input.orders
    .filter((order) => order.class === classes.staff && order.persons.length === 0)
    .flatMap((order) => book.buyer(order).rights)
    .map(({ id }) => id);
}
