/**
 * A sale from its publication to the last admission: small, made with the real contracts, and with everything in it that
 * an audit looks at. A plan changes it: its numbers, and acts of its own at any moment.
 */

import { encodeBytes32String } from "ethers";
import { advanceDraw, listEntrants } from "../../../sdk/src/ballot/index.ts";
import { reopenPlaces } from "../../../sdk/src/organizer/index.ts";
import { singles } from "../drawStage.ts";
import { admit, giveBack, grantTo, nameCrew, offered, rebindTo, settle } from "./acts.ts";
import { openSale } from "./openSale.ts";
import { CLASS, HONEST, type Moment, type Place, type Sale, type SaleChain, type SalePlan } from "./Sale.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** People by what they want: a place in the draw, of the crew, or to stand, there bought from the site or the kiosk. */
export const ENTRANTS = numbers(0, 12);
const CREW = numbers(20, 24);
const STANDING = numbers(1_000, 1_150);
const AT_KIOSK = numbers(200, 220);

/** Runs a sale to its end. */
export async function runSale(chain: SaleChain, change: Partial<SalePlan> = {}): Promise<Sale> {
  const plan = { ...HONEST, ...change };
  const sale = await openSale(chain, plan);
  const scenes: Record<Moment, (sale: Sale) => Promise<void>> = {
    announced: async () => {},
    ...{ listed, appeals, drawn: settle, sold, returned, resold, changed, admitted },
  };
  for (const moment of Object.keys(scenes) as Moment[]) {
    await scenes[moment](sale);
    await plan.acts[moment]?.(sale);
  }
  return sale;
}

/** Moves the clock on. */
export async function later({ chain }: Pick<Sale, "chain">, seconds: number): Promise<void> {
  await chain.clock.travelTo((await chain.clock.now()) + seconds);
}

async function listed({ organizer, eventId }: Sale): Promise<void> {
  const entrants = singles(ENTRANTS.length);
  await listEntrants(organizer, { eventId, className: CLASS.floor, entrants });
}

async function appeals({ chain, listUntil }: Sale): Promise<void> {
  await chain.clock.travelTo(listUntil + HOUR);
}

async function sold(sale: Sale): Promise<void> {
  await sale.chain.clock.travelTo(sale.terms.schedule.salesOpenAt + 60);
  await grantTo(sale, "standing", STANDING);
  await grantTo(sale, "standing", AT_KIOSK, { by: "kiosk" });
  await grantTo(sale, "crew", CREW);
  const winners = await offered(sale, ENTRANTS);
  await grantTo(sale, "floor", winners.slice(0, sale.plan.buyers));
}

async function returned(sale: Sale): Promise<void> {
  await later(sale, DAY);
  await giveBack(sale, sale.places.standing.shift() as Place);
  await giveBack(sale, sale.places.floor.shift() as Place);
}

/** A day later, the places go to others: in the draw to the next in line. */
async function resold(sale: Sale): Promise<void> {
  const { organizer, kiosk, eventId } = sale;
  await later(sale, 2 * DAY);
  await reopenPlaces(organizer, { eventId, className: CLASS.standing, places: 1 });
  await later(sale, HOUR);
  await grantTo(sale, "standing", [180]);
  await advanceDraw(kiosk, { eventId, className: CLASS.floor });
  await grantTo(sale, "floor", await offered(sale, ENTRANTS));
}

async function changed(sale: Sale): Promise<void> {
  await later(sale, DAY);
  const { standing, crew } = sale.places;
  standing[0] = await rebindTo(sale, standing[0] as Place, 300);
  for (const place of crew.slice(0, sale.plan.named)) await nameCrew(sale, place);
}

/** Two lanes let people in. A member of the crew comes in by hand. */
async function admitted(sale: Sale): Promise<void> {
  const { chain, doorsOpenAt, places, plan, gates, desk, eventId } = sale;
  const start = doorsOpenAt + 600;
  await chain.clock.travelTo(start + 3 * HOUR);
  for (const [i, gate] of gates.entries()) {
    const people = places.standing.slice(20 * i, 20 * i + 20);
    await admit(
      sale,
      gate,
      people.map((place, n) => ({ ...place, lane: i + 1, scannedAt: start + Math.floor(n * plan.interval) })),
    );
  }
  const rights = desk.contracts.rights.connect(desk.signer) as typeof desk.contracts.rights;
  const byHand = [...places.crew, ...places.standing.slice(50)].slice(0, plan.byHand).map(({ rightId }) => rightId);
  await (await rights.admitByHand(eventId, byHand, start, encodeBytes32String("flat battery"))).wait();
}

function numbers(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, i) => from + i);
}
