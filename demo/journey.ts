import type { AuditResult } from "doorkey/audit";
import { randomBySeed } from "../tools/support/randomBySeed.ts";
import { Book } from "./book.ts";
import type { Classes, Roles } from "./cast.ts";
import { type Chain, startChain } from "./chain.ts";
import type { Input } from "./input/read.ts";
import { planSales } from "./sales.ts";
import type { Screen } from "./screen.ts";
import { type Accounts, closeTheBooks } from "./steps/accounts.ts";
import { auditAsStranger } from "./steps/auditAsStranger.ts";
import { openDoors } from "./steps/doors.ts";
import { drawNight } from "./steps/drawNight.ts";
import type { Evening } from "./steps/Evening.ts";
import { nameStaff, voidUnnamed } from "./steps/names.ts";
import { newPhones } from "./steps/newPhones.ts";
import { secondThoughts } from "./steps/secondThoughts.ts";
import { sell } from "./steps/sell.ts";
import { openTheHouse } from "./steps/teams.ts";
import { Story } from "./story.ts";
import { DAY, HOUR } from "./time.ts";
import { peopleOf, type Show, type World } from "./world.ts";

export type Cast = { readonly classes: Classes; readonly roles: Roles };

/** What the journey returns for the report. */
export type Told = {
  readonly input: Input;
  readonly story: Story;
  readonly accounts: Accounts;
  readonly shown: Evening["shown"];
  /** Of the event and of the one that sells by a draw, if a stranger audited them. */
  readonly audits: readonly AuditResult[];
};

/**
 * Plays the life of an event on its own chain, from its publication to the last late journal. With `audit`, a stranger
 * checks it at the end.
 */
export async function runJourney(
  input: Input,
  { classes, roles }: Cast,
  seed: number,
  screen: Screen,
  { audit = false } = {},
): Promise<Told> {
  const chain = await startChain(input.event.schedule.salesOpenAt - DAY);
  try {
    const world = worldOf(input, { classes, roles }, seed, screen, chain);
    const show = await sell(world, await openTheHouse(world));
    for (const { step } of scenesOf(input)) await step(world, show);
    const { shown } = await openDoors(world, show);
    const accounts = await closeTheBooks(world, show);
    const drawn = await drawNight(world);
    const audits = audit ? await auditAsStranger(world, [show.eventId, drawn.eventId]) : [];
    return { input, story: world.story, accounts, shown, audits };
  } finally {
    await chain.close();
  }
}

function worldOf(input: Input, { classes, roles }: Cast, seed: number, screen: Screen, chain: Chain): World {
  return {
    input,
    classes,
    roles,
    sales: planSales(input.orders, classes),
    people: peopleOf(seed),
    seed,
    random: randomBySeed(seed),
    chain,
    book: new Book(),
    story: new Story(screen, input.offsetMinutes),
  };
}

type Scene = { readonly at: number; readonly step: (world: World, show: Show) => Promise<void> };

/** The scenes between sales and doors, in the order of the event's schedule. */
function scenesOf({ event: { schedule } }: Input): Scene[] {
  const { returnUntil, nameBy, rebindUntil } = schedule;
  const scenes = [
    { at: returnUntil - HOUR, step: secondThoughts },
    { at: nameBy - DAY, step: nameStaff },
    { at: nameBy, step: voidUnnamed },
    { at: rebindUntil - HOUR, step: newPhones },
  ];
  return scenes.sort((a, b) => a.at - b.at);
}
