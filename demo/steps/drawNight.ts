import { type Address, decodeRevert, type EventDocument, type Hex, isHex, parseEventDocument } from "doorkey";
import { deliverReturns, type GrantRow, grantMany, registerAgent } from "doorkey/agent";
import { attestPerson, identityScope, personTag, setAttester } from "doorkey/attester";
import {
  acceptPlaces,
  advanceDraw,
  appeal,
  type Entrant,
  entrantKey,
  holdDraw,
  listEntrants,
  openDraw,
  proveRound,
  readDraw,
  recomputeDraw,
  settleDraw,
  signRound,
} from "doorkey/ballot";
import { returnDigest } from "doorkey/buyer";
import { LOCAL_BEACON } from "doorkey/deployment";
import { pauseSales, publishEvent, registerOrganizer, resumeSales } from "doorkey/organizer";
import { type HolderKey, holderKey } from "doorkey-test-support/keys";
import { getBytes, Wallet } from "ethers";
import { JourneyError } from "../JourneyError.ts";
import { DAY, HOUR } from "../time.ts";
import { secretOf, type World } from "../world.ts";

const PEOPLE = 300;
const PLACES = 60;
/** People who come in pairs, after those of a party of four. The others come alone. */
const IN_PAIRS = 80;
/** Comes alone, and is missing in the organizer's list. */
const LEFT_OUT = PEOPLE - 1;
const CLASS = "standing";
/** Orders that the bots of two agents placed again for people who had entered. */
const BOTS = 25;

type Place = { readonly eventId: number; readonly className: string };

/** What the acts of the chapter share. */
type Night = {
  readonly world: World;
  readonly place: Place;
  readonly organizer: Wallet;
  /** The agent that sells fairly, and two whose bots are fast. */
  readonly agents: readonly [Seller, Seller, Seller];
};
type Seller = { readonly id: number; readonly key: Wallet };

/** Another night sells by a draw: 300 people for 60 places, and everything that is tried to get around it. */
export async function drawNight(world: World): Promise<Place> {
  const { chain, story } = world;
  story.chapter("Another night sells by a draw", await chain.now());
  const night = await openNight(world);
  await enterAll(night);
  const order = await draw(night);
  await sellFirstWave(night, order);
  await pauseTrick(night, order);
  await returned(night, order);
  return night.place;
}

async function openNight(world: World): Promise<Night> {
  const { chain, people, story, seed } = world;
  const organizer = keyOf(seed, "draw organizer");
  const uri = "https://lanterns.example";
  const { organizerId } = await registerOrganizer(chain.as(organizer), { name: "Lantern Hall", uri });
  const agent = async (name: string): Promise<Seller> => {
    const key = keyOf(seed, name);
    const { agentId } = await registerAgent(chain.as(key), { name, uri });
    return { id: agentId, key };
  };
  const agents = [await agent("Fair Tickets"), await agent("Quick Seats"), await agent("Fast Lane")] as const;
  const terms = termsAt(await chain.now());
  const ids = agents.map(({ id }) => id);
  const { eventId } = await publishEvent(chain.as(organizer), { organizerId, terms, agents: ids });
  const attester = people.attester.address as Address;
  await setAttester(chain.as(organizer), { scopeEventId: eventId, attester, trusted: true });
  const place = { eventId, className: CLASS };
  const opening = () => openDraw(chain.as(organizer), { ...place, attester, document: terms });
  const { round } = await chain.costs.of("open a draw", 1, opening);
  story.fact(PLACES, "places, and one draw whose times are final", `round ${round} of the beacon decides`);
  story.refused("a second draw of the same class", await chain.costs.refused("DrawExists", opening));
  return { world, place, organizer, agents };
}

async function enterAll(night: Night): Promise<void> {
  const { world, place, organizer, agents } = night;
  const { chain, story } = world;
  const all = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => entrantOf(night, n)));
  const bots = all.slice(IN_PAIRS + 4, IN_PAIRS + 4 + BOTS).map((one, i) => ({ ...one, order: `BOT-${i}` }));
  const entrants = [...all.slice(0, LEFT_OUT), ...bots];
  const listing = () => listEntrants(chain.as(organizer), { ...place, entrants });
  const { listed, doubled } = await chain.costs.of("list entrants of a draw", LEFT_OUT, listing);
  story.fact(listed, "people listed, each once", `${doubled.length} entries by bots counted no second time`);
  await refusedGrant(night, 0, agents[1], "NotDrawn", "a bot that buys before the draw");

  const { listUntil, sealAt } = await readDraw(chain.connection, place);
  await chain.travelTo(listUntil);
  const missing = { agentId: agents[0].id, ...(await vouched(night, LEFT_OUT, agents[0])) };
  await chain.costs.of("appeal", 1, () => appeal(chain.as(world.people.passerBy), { ...place, ...missing }));
  story.fact(1, "person who was left out appeals, and is in the draw");
  const again = () => appeal(chain.as(world.people.passerBy), { ...place, ...missing });
  story.refused("a second entry of the same person", await chain.costs.refused("AlreadyListed", again));
  await chain.travelTo(sealAt - HOUR);
  const early = () => settleDraw(chain.as(organizer), place);
  story.refused("a draw before the seal", await chain.costs.refused("DrawNotSealed", early));
}

/** Returns the people in their order: those who come alone, then pairs, then the party of four. */
async function draw(night: Night): Promise<readonly Ranked[]> {
  const { world, place } = night;
  const { chain, story, people } = world;
  const { round, roundAt } = await readDraw(chain.connection, place);
  await chain.travelTo(roundAt + LOCAL_BEACON.period);
  const anyone = chain.as(people.passerBy);
  await chain.costs.of("prove a round and settle", 1, async () => {
    const beaconRound = signRound(getBytes(LOCAL_BEACON.secretKey), round);
    await proveRound(anyone, { ...place, beaconRound });
    await settleDraw(anyone, place);
  });
  const { entries, isSeedRight, draw: drawn } = await recomputeDraw(chain.connection, place);
  if (!isSeedRight || entries.length !== PEOPLE) throw new JourneyError("the draw does not follow from its list.");
  const numbers = new Map(Array.from({ length: PEOPLE }, (_, n) => [entrantKey(tagOf(night, n)), n]));
  const order = entries.flatMap(({ key, size, rank, member }): Ranked[] => {
    const n = numbers.get(key);
    return n === undefined ? [] : [{ n, size, rank, member }];
  });
  const first = order.filter(({ size }) => size === 1).slice(0, 8);
  story.fact(
    "",
    `the order begins with ${first.map(({ n }) => `P-${n}`).join(", ")}`,
    `seed ${drawn.seed?.slice(0, 18)}…`,
  );
  story.checked("the whole order, computed again from the list and the beacon's round, is the chain's");
  return order;
}

type Ranked = { readonly n: number; readonly size: number; readonly rank: number; readonly member: number };

async function sellFirstWave(night: Night, order: readonly Ranked[]): Promise<void> {
  const { world, place, agents } = night;
  const { story, chain } = world;
  const { pools } = await readDraw(chain.connection, place);
  const offered = order.filter(({ size, rank }) => rank < (pools[size - 1]?.cutoff ?? 0));
  const sizes = [1, 2, 4].map((size) => `${pools[size - 1]?.cutoff ?? 0} of ${size}`);
  story.fact(
    offered.length,
    "places offered in the first wave, each size with its share",
    `parties: ${sizes.join(", ")}`,
  );
  const loser = order.find((one) => !offered.includes(one) && one.size === 1);
  if (loser === undefined) throw new JourneyError("all were offered a place.");
  await refusedGrant(night, loser.n, agents[2], "NotOffered", "a scalper's agent that sells to a later rank");
  await refusedGrant(
    night,
    PEOPLE + 7,
    agents[1],
    "EntrantNotListed",
    "a scalper's agent that sells to one who never entered",
  );
  // The last five leave their places for the pause below.
  await sell(night, offered.slice(5), "rights granted to winners, in the order of their ranks");
}

/** The organizer stops sales until the winners' time is over, so that a friend of a later rank gets their places. */
async function pauseTrick(night: Night, order: readonly Ranked[]): Promise<void> {
  const { world, place, organizer, agents } = night;
  const { chain, story, people } = world;
  const { eventId } = place;
  const winners = order.filter(({ size }) => size === 1).slice(0, 5);
  const [first, ...others] = winners;
  if (first === undefined) throw new JourneyError("no winner is left.");
  await pauseSales(chain.as(organizer), { eventId });
  await refusedGrant(night, first.n, agents[0], "SalesArePaused", "a winner who buys while the organizer pauses sales");
  const acceptances = await Promise.all(
    others.map(async ({ n }) => ({ agentId: agents[0].id, ...(await vouched(night, n, agents[0])) })),
  );
  const anyone = chain.as(people.passerBy);
  const accepting = () => acceptPlaces(anyone, { ...place, acceptances });
  const kept = (await chain.costs.of("accept a place", others.length, accepting)).filter(
    ({ status }) => status === "accepted",
  );
  story.fact(kept.length, "winners accept: their places are kept beyond the pause");
  const { deadline } = await readDraw(chain.connection, place);
  await chain.travelTo(deadline - HOUR);
  await chain.costs.of("hold a draw", 1, () => holdDraw(anyone, place));
  await chain.travelTo(deadline);
  const advancing = () => advanceDraw(chain.as(organizer), place);
  story.refused(
    "the next wave, at the end of a window that anyone held",
    await chain.costs.refused("WaveRuns", advancing),
  );
  await resumeSales(chain.as(organizer), { eventId });
  await sell(night, winners, "winners buy after the pause, whose places the pause was to free");
}

async function returned(night: Night, order: readonly Ranked[]): Promise<void> {
  const { world, place, agents } = night;
  const { chain, story, people } = world;
  const leaving = order.filter(({ size }) => size === 1).slice(0, 3);
  const expiresAt = (await chain.now()) + HOUR;
  const returns = await Promise.all(
    leaving.map(async ({ n }) => {
      const key = deviceOf(night, n);
      const [rightId = 0n] = await chain.connection.contracts.rights.rightsOfPerson(place.eventId, tagOf(night, n));
      const statement = { rightId, count: 1, holder: key.address as Address, rebinds: 0, expiresAt: BigInt(expiresAt) };
      const signature = key.sign(returnDigest(chain.connection, statement)) as Hex;
      return { rightId: String(rightId), count: 1, rebinds: 0, expiresAt: String(expiresAt), signature };
    }),
  );
  await chain.costs.of("return", returns.length, () => deliverReturns(chain.as(people.passerBy), { returns }));
  const wave = await chain.costs.of("advance a draw", 1, () => advanceDraw(chain.as(people.passerBy), place));
  story.fact(wave.places, "returned places offered to the next in line, and to no other");
  const [gone] = leaving;
  if (gone === undefined) throw new JourneyError("no right was returned.");
  await refusedGrant(night, gone.n, agents[2], "PlaceUsed", "one who returned a right and wants it back");
  const { pools } = await readDraw(chain.connection, place);
  const next = order.filter(({ size, rank }) => {
    const pool = pools[size - 1];
    return pool !== undefined && rank >= pool.from && rank < pool.cutoff;
  });
  await sell(night, next, "rights granted to the next in line");
  const [granted] = await chain.connection.contracts.rights.placesOf(place.eventId, 1);
  story.checked(`${granted} of ${PLACES} places are sold, each to a rank that was offered one`);
}

/** The agent grants a right to each of these people. */
async function sell(night: Night, winners: readonly Ranked[], text: string): Promise<void> {
  const { world, place, agents } = night;
  const [{ id: agentId, key }] = agents;
  const rows = await Promise.all(
    winners.map(async ({ n }): Promise<GrantRow> => {
      const { holder, evidence } = await vouched(night, n, agents[0]);
      return { order: `P-${n}`, className: CLASS, holder, evidence: [evidence] };
    }),
  );
  const selling = () => grantMany(world.chain.as(key), { agentId, eventId: place.eventId, rows, again: true });
  const { granted } = await world.chain.costs.of("grant in a draw", rows.length, selling);
  if (granted !== rows.length) throw new JourneyError(`${granted} of ${rows.length} winners got their place.`);
  world.story.fact(granted, text);
}

/** Asks the contracts for a grant that they must refuse with `expected`. Nothing is sent. */
async function refusedGrant(night: Night, n: number, agent: Seller, expected: string, text: string): Promise<void> {
  const { world, place } = night;
  const { holder, evidence } = await vouched(night, n, agent);
  const { rights } = world.chain.connection.contracts;
  const from = { from: agent.key.address };
  const name = await rights.grant.staticCall(place.eventId, 1, agent.id, holder, [evidence], "0x", 1, from).then(
    () => "none",
    (error: { readonly data?: unknown }) => (isHex(error.data) ? decodeRevert(error.data)?.name : undefined),
  );
  if (name !== expected) throw new JourneyError(`${text} should be refused with ${expected}, but was with ${name}.`);
  world.story.refused(text, expected);
}

/* PEOPLE */

async function entrantOf(night: Night, n: number): Promise<Entrant> {
  const entrant = { order: `P-${n}`, entry: tagOf(night, n) };
  // The first four are a party, then come the pairs.
  if (n < 4) return n === 0 ? entrant : { ...entrant, leader: "P-0" };
  return n < 4 + IN_PAIRS && n % 2 === 1 ? { ...entrant, leader: `P-${n - 1}` } : entrant;
}

function tagOf({ world, place }: Night, n: number): Hex {
  const { chainId, rightsRegistry } = world.chain.connection;
  const scope = { chainId, rightsRegistry, eventId: place.eventId };
  const document = { type: "fan card", country: "JPN", number: `DRAW${n}` };
  return personTag({ scope, document }, getBytes(secretOf(world.seed, "draw key")));
}

function deviceOf({ world }: Night, n: number): HolderKey {
  return holderKey("secp256k1", `${world.seed} draw ${n}`);
}

/** What the attester signs for a person and an agent. */
async function vouched(night: Night, n: number, agent: Seller): Promise<{ holder: Address; evidence: Hex }> {
  const { chain, people } = night.world;
  const holder = deviceOf(night, n).address as Address;
  const scope = await identityScope(chain.connection, { eventId: night.place.eventId });
  const issuedAt = await chain.now();
  const terms = { scope, personTag: tagOf(night, n), holder, agentId: agent.id, issuedAt, expiresAt: issuedAt + DAY };
  return { holder, evidence: await attestPerson(terms, people.attester) };
}

function keyOf(seed: number, name: string): Wallet {
  return new Wallet(secretOf(seed, name));
}

function termsAt(now: number): EventDocument {
  const iso = (days: number) => new Date((now + days * DAY) * 1_000).toISOString();
  const schedule = {
    ...{ salesOpenAt: iso(0), salesCloseAt: iso(29), returnUntil: iso(28), rebindUntil: iso(29), nameBy: iso(29) },
    ...{ doorsOpenAt: iso(30), doorsCloseAt: iso(31) },
  };
  const ballot = { listUntil: iso(1), sealAt: iso(2), keepUntil: iso(20), firstWindowHours: 48, laterWindowHours: 24 };
  return parseEventDocument(
    JSON.stringify({
      "@context": "https://schema.org",
      "@type": "Event",
      name: "Lanterns, drawn",
      url: "https://lanterns.example/drawn",
      location: { "@type": "Place", name: "Lantern Hall" },
      doorTime: iso(30),
      startDate: iso(30.1),
      endDate: iso(31),
      doorkey: {
        schedule,
        policy: { identityVerifier: "attester", maxPerPerson: 1, maxRebinds: 1, minPublicBps: 0 },
        classes: { [CLASS]: { supply: PLACES, named: true, sale: "ballot", ballot } },
      },
    }),
  );
}
