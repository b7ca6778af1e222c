import { setImmediate } from "node:timers/promises";
import { type Admitted, type Manifest, NO_CHALLENGE, qrSvg, qrTerminal, sentenceFor } from "doorkey/code";
import { admitRightsByHand, loadManifest } from "doorkey/gate";
import type { BookRight } from "../book.ts";
import type { Order } from "../input/buyers.ts";
import { JourneyError } from "../JourneyError.ts";
import { HOUR, MINUTE } from "../time.ts";
import type { Show, World } from "../world.ts";
import type { Evening } from "./Evening.ts";
import { admissionOf, Gate, rightsIn, type Showing, settle, showCode } from "./gate.ts";
import {
  expectRefusal,
  turnAwayBeforeDoors,
  turnAwayMany,
  turnAwayTheLate,
  turnAwayTheScreenshot,
} from "./turnedAway.ts";

const WAVES = 4;

/** Somebody at the door, at a second of the evening. */
type Visit = Omit<Showing, "issuedAt"> & { readonly at: number };

/** Doors open: parties come whole or in parts, with keys of every kind; some are turned away. */
export async function openDoors(world: World, show: Show): Promise<Evening> {
  const { chain, input, story, people, roles, book } = world;
  const { doorsOpenAt, doorsCloseAt } = input.event.schedule;
  const manifest = await loadManifest(chain.connection, { eventId: show.eventId });
  const admitted = new Map<bigint, Admitted>();
  const [first, second] = people.gates;
  const gates = [new Gate(first, 1, manifest, admitted), new Gate(second, 2, manifest, admitted)] as const;
  await chain.travelTo(doorsOpenAt - HOUR);
  story.chapter("An hour before doors", doorsOpenAt - HOUR);
  story.fact(book.rights.size, "rights are in the gates' copy of the chain; from here they need no network");
  await turnAwayBeforeDoors(world, show, manifest, gates[0], doorsOpenAt - HOUR);

  await chain.travelTo(doorsOpenAt);
  story.chapter("Doors", doorsOpenAt);
  const evening = {
    show,
    manifest,
    gates,
    admitted,
    shown: showOne(world, manifest, gates[0], doorsOpenAt + 2 * MINUTE),
  };
  const wave = Math.floor(Math.min(doorsCloseAt - doorsOpenAt, 4 * HOUR) / (WAVES + 1));
  const visits = planVisits(world, doorsOpenAt + 5 * MINUTE, wave);
  const early = visits.filter((visit) => visit.at < doorsOpenAt + wave);
  await letIn(world, evening, early, "the first at the door");
  await chain.travelTo(doorsOpenAt + wave);
  await deliver(world, evening, gates[0]);
  await deliver(world, evening, gates[1]);
  await turnAwayTheScreenshot(world, evening);
  const later = await turnAwayMany(world, evening, doorsOpenAt + wave);
  await handIn(world, evening);

  story.chapter("The house fills", doorsOpenAt + wave);
  const rest = [...visits.filter((visit) => visit.at >= doorsOpenAt + wave), ...later];
  await letIn(world, evening, rest, "the rest of the evening");
  await chain.travelTo(doorsOpenAt + WAVES * wave);
  await deliver(world, evening, gates[0]);
  await chain.travelTo(doorsCloseAt + HOUR);
  await deliver(world, evening, gates[1]);
  story.fact("", "lane 2 had no network all evening; the chain took its journal an hour after doors closed");
  await turnAwayTheLate(world, evening);
  const inside = [...book.rights.values()].filter(({ fate }) => fate === "admitted").length;
  story.fact(inside, "people are in, each on a signature of their own key or by the desk's hand");
  story.fact(roles.away.length, "parties did not come");
  return evening;
}

/** The first at the door shows a code; it is shown here as well. */
function showOne({ book, roles, story }: World, manifest: Manifest, gate: Gate, at: number): Evening["shown"] {
  const { id, holder } = book.firstRight(roles.screenshot);
  const showing = { key: holder, rightId: id, count: 1, issuedAt: at - 4 };
  const text = showCode(manifest, showing);
  const verdict = gate.scan(text, at);
  if (verdict.status !== "admit") throw new JourneyError(`the gate refused the first code: ${verdict.reason}.`);
  story.fact("", `the first code of the evening, signed by a ${holder.kind} key:`);
  story.picture(qrTerminal(text), text);
  story.fact(1, `person in: ${sentenceFor(verdict)}`);
  return { text, svg: qrSvg(text), showing, scannedAt: at };
}

/** Who comes when. Parties of three and more, and every third of two, come in parts. */
function planVisits({ input, book, roles, random, classes }: World, from: number, wave: number): Visit[] {
  const apart = new Set<Order>([...roles.away, roles.screenshot, roles.deadPhone, roles.partyRebound]);
  const first = new Set<Order>([roles.forged, roles.lateScreenshot, roles.bothNights, roles.newPhone]);
  const parties = input.orders
    .filter((order) => !apart.has(order))
    .map((order) => ({ order, rights: book.buyer(order).rights.filter(({ fate }) => fate === "out") }))
    .filter(({ rights }) => rights.length > 0);
  const ordered = new Set([...book.buyers.values()].flatMap(({ rights }) => rights));
  const waiting = [...book.rights.values()].filter((right) => right.fate === "out" && !ordered.has(right));
  const visits: Visit[] = [];
  const visit = (rights: readonly BookRight[], wavesLater: number): void => {
    const [right] = rights;
    if (right === undefined) return;
    const at = from + Math.floor((wavesLater + random()) * wave * 0.9);
    visits.push({ key: right.holder, rightId: right.id, count: rights.length, at });
  };
  parties.forEach(({ order, rights }, i) => {
    // Those whom somebody tries to harm come after it was tried.
    const wavesLater = first.has(order) ? 2 : order.class === classes.staff ? 0 : Math.floor(random() * (WAVES - 1));
    const inParts = rights.length >= 3 || (rights.length === 2 && i % 3 === 0);
    visit(inParts ? rights.slice(0, 1) : rights, wavesLater);
    if (inParts) visit(rights.slice(1), wavesLater + 1);
  });
  for (const right of waiting) visit([right], 1);
  return visits.sort((a, b) => a.at - b.at);
}

async function letIn(
  world: World,
  { gates, manifest }: Evening,
  visits: readonly Visit[],
  label: string,
): Promise<void> {
  const { story } = world;
  const bar = story.screen.progress(`${label}: codes signed, scanned, checked`, visits.length);
  for (const [i, visit] of visits.entries()) {
    const text = showCode(manifest, { ...visit, issuedAt: visit.at - (i % 9) });
    const verdict = gates[i % 2 === 0 ? 0 : 1].scan(text, visit.at);
    if (verdict.status !== "admit" || verdict.passedOver.length > 0) {
      throw new JourneyError(`a good code was refused at the gate: ${sentenceFor(verdict)}`);
    }
    bar.step();
    if (i % 4 === 0) await setImmediate();
  }
  bar.stop();
}

/** A gate settles what it let in: signed by the gate's key, paid by the relay. */
async function deliver(world: World, { show: { eventId } }: Evening, gate: Gate): Promise<void> {
  const journal = gate.takeJournal();
  const outcomes = await settle(world, { act: "admit", eventId, gate: gate.key, admissions: journal });
  const admitted = outcomes.flatMap((outcome) => (outcome.status === "undecided" ? [] : outcome.rights));
  const kinds = new Set(journal.map(({ signature }) => signature.slice(2, 4))).size;
  world.story.fact(
    admitted.length,
    `rights admitted on chain from lane ${gate.lane}`,
    `${journal.length} codes, ${kinds} kinds of keys`,
  );
  if (admitted.length !== rightsIn(journal)) throw new JourneyError("the chain admitted less than the gate did.");
}

/** An empty battery: the identity desk knows the person and lets them in; the code that comes later is on record. */
async function handIn(world: World, { show: { eventId }, manifest, admitted }: Evening): Promise<void> {
  const { chain, people, book, roles, story } = world;
  const { id, holder, class: class_ } = book.firstRight(roles.deadPhone);
  const at = await chain.now();
  const visit = { eventId, rightIds: [id], scannedAt: at, reason: "battery empty" };
  await chain.costs.of("admit by hand", 1, () => admitRightsByHand(chain.as(people.identityDesk), visit));
  book.settle([id], "admitted");
  admitted.set(id, { scannedAt: at, lane: 0, issuedAt: 0, challenge: NO_CHALLENGE });
  story.fact(1, "person with an empty battery is let in by the identity desk", "logged apart");

  const later = admissionOf(manifest, { key: holder, rightId: id, count: 1, issuedAt: at + 60 }, at + 62, 1);
  const [gate] = people.gates;
  const [outcome] = await settle(world, { act: "refused at the gate", eventId, gate, admissions: [later] });
  expectRefusal(outcome, id, "Contested");
  book.turnedAway.push({ class: class_, reason: "Contested" });
  story.refused("its code after all, with the phone charged again", "Contested");
}
