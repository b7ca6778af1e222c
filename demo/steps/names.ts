import type { Address } from "doorkey";
import { nameRight, revokeRights } from "doorkey/agent";
import { JourneyError } from "../JourneyError.ts";
import { DAY } from "../time.ts";
import type { Show, World } from "../world.ts";
import { vouchFor } from "./persons.ts";

/** Places that are not for the public carry a name before the show. */
export async function nameStaff(world: World, show: Show): Promise<void> {
  const { chain, book, story, input, classes } = world;
  const at = input.event.schedule.nameBy - DAY;
  await chain.travelTo(at);
  story.chapter("Names for reserved places", at);

  const known = input.orders.filter((order) => order.class === classes.staff && order.persons.length > 0);
  const named = known.flatMap((order) =>
    book.buyer(order).rights.map((right, i) => ({ right, person: order.persons[i] })),
  );
  await chain.costs.of("name a right", named.length, async () => {
    for (const { right, person } of named) {
      const { id: rightId, agentId, holder: key } = right;
      const evidence = await vouchFor(world, { person, key, eventId: show.eventId, agentId, rightId });
      await nameRight(chain.as(show.boxOffice.seller), { rightId, holder: key.address as Address, evidence });
      right.named = true;
    }
  });
  story.fact(named.length, `${classes.staff.name} rights named by the box office, each person vouched for`);
  const early = await chain.costs.refused("RightAuthorityMissing", () => revokeUnnamed(world));
  story.refused("a passer-by voids unnamed rights before their time", early);
}

/** After the deadline anybody may take away a reserved place that has no name. */
export async function voidUnnamed(world: World): Promise<void> {
  const { chain, book, story, input } = world;
  const { nameBy } = input.event.schedule;
  await chain.travelTo(nameBy);
  story.chapter("The deadline for names", nameBy);
  const unnamed = unnamedRights(world);
  const { rights } = await chain.costs.of("void the unnamed", unnamed.length, () => revokeUnnamed(world));
  const voided = rights.filter(({ status }) => status === "revoked").map(({ rightId }) => rightId);
  if (voided.length !== unnamed.length)
    throw new JourneyError(`${voided.length} of ${unnamed.length} rights were voided.`);
  book.settle(voided, "revoked");
  story.fact(voided.length, "reserved rights without a name voided by a passer-by: now anyone may");
}

function revokeUnnamed(world: World) {
  const { chain, people } = world;
  return revokeRights(chain.as(people.passerBy), { rightIds: unnamedRights(world), reason: "nobody named" });
}

function unnamedRights({ input, book, classes }: World): bigint[] {
  return input.orders
    .filter((order) => order.class === classes.staff && order.persons.length === 0)
    .flatMap((order) => book.buyer(order).rights)
    .map(({ id }) => id);
}
