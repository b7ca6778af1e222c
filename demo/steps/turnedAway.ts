import { type Manifest, type Reason, sentenceFor } from "doorkey/code";
import type { AdmissionOutcome, NotAdmitted } from "doorkey/gate";
import { holderKey } from "doorkey-test-support/keys";
import type { BookRight } from "../book.ts";
import { JourneyError } from "../JourneyError.ts";
import { MINUTE } from "../time.ts";
import type { Show, World } from "../world.ts";
import type { Evening } from "./doors.ts";
import { admissionOf, type Gate, type Showing, settle, showCode } from "./gate.ts";

/** What the chain says to an entry that it does not admit. */
type ChainReason = NotAdmitted["why"];

type Attempt = {
  readonly text: string;
  readonly showing: Showing;
  readonly scannedAt: number;
  /** What the code is checked against; another event's when it was made for another. */
  readonly manifest?: Manifest;
  /** What the gate must say, which needs no network. */
  readonly gate: Reason;
  /** What the chain must say when a careless gate delivers it all the same. */
  readonly chain: ChainReason;
  readonly of: BookRight | undefined;
};

/** A gate that opens too early is refused as a whole. */
export async function turnAwayBeforeDoors(
  world: World,
  show: Show,
  manifest: Manifest,
  gate: Gate,
  now: number,
): Promise<void> {
  const { chain, book, roles, story } = world;
  const { id, holder } = book.firstRight(roles.forged);
  const showing = { key: holder, rightId: id, count: 1, issuedAt: now };
  const said = gateSays(world, gate, showCode(manifest, showing), now, "doors-not-open");
  const admissions = [admissionOf(manifest, showing, now, 1)];
  const early = () => settle(world, { act: "admit", eventId: show.eventId, gate: gate.key, admissions });
  story.refused("a good code, an hour too early", await chain.costs.refused("DoorsNotOpen", early), said);
}

/** The code that everybody saw above, photographed, at the other lane. */
export async function turnAwayTheScreenshot(world: World, evening: Evening): Promise<void> {
  const { showing, scannedAt, text } = evening.shown;
  await turnAway(
    world,
    evening,
    {
      text: "a picture of the code above, six minutes later, at lane 2",
      showing,
      scannedAt: scannedAt + 6 * MINUTE,
      gate: "already-in",
      chain: "AlreadyAdmitted",
      of: world.book.firstRight(world.roles.screenshot),
    },
    text,
  );
}

/** Everything that is tried while the house fills. Gives the visits of those who come properly afterwards. */
export async function turnAwayMany(world: World, evening: Evening, now: number) {
  const { book, roles, seed, classes, input } = world;
  const stranger = holderKey("p256", `${seed} tout`);
  const attempt = (text: string, right: BookRight, gate: Reason, chain: ChainReason, change: Partial<Showing> = {}) => {
    const showing = { key: right.holder, rightId: right.id, count: 1, issuedAt: now - 5, ...change };
    return turnAway(world, evening, { text, showing, scannedAt: now, gate, chain, of: right });
  };
  const returned = book.firstRight(firstOf(roles.returning));
  const unnamed = firstOf(input.orders.filter((order) => order.class === classes.staff && order.persons.length === 0));
  const forged = book.firstRight(roles.forged);
  const rebound = book.firstRight(roles.newPhone);

  await attempt("a forged code: somebody else's key", forged, "bad-signature", "BadSignature", { key: stranger });
  await attempt(
    "a picture of a code, half an hour old",
    book.firstRight(roles.lateScreenshot),
    "code-expired",
    "ClockApart",
    {
      issuedAt: now - 30 * MINUTE,
    },
  );
  await attempt("a right that was revoked", book.firstRight(roles.revoked), "right-void", "RightVoid");
  await attempt("a right that was given back", returned, "right-void", "RightVoid");
  await attempt("a reserved right that nobody was named for", book.firstRight(unnamed), "right-void", "RightVoid");
  await attempt("the old phone of a right that was rebound", rebound, "right-rebound", "BadSignature", {
    key: book.buyer(roles.newPhone).key,
  });
  await nonexistent(world, evening, now);
  await otherNight(world, evening, now);
  await strangersGate(world, evening, now);
  return partyWithTwoPhones(world, evening, now);
}

/** A right that was never granted: far beyond the last of its batch. */
async function nonexistent(world: World, evening: Evening, now: number): Promise<void> {
  const { book, classes } = world;
  const last = [...book.rights.values()].filter((right) => right.class === classes.standing).at(-1);
  if (last === undefined) throw new JourneyError("nothing was granted.");
  const showing = { key: last.holder, rightId: last.id + 1_000n, count: 1, issuedAt: now - 5 };
  const text = "a code for a right that was never granted";
  await turnAway(world, evening, {
    text,
    showing,
    scannedAt: now,
    gate: "right-unknown",
    chain: "RightNonexistent",
    of: undefined,
  });
}

/** Somebody with rights for both nights shows tomorrow's, and then tomorrow's signature with tonight's right. */
async function otherNight(world: World, evening: Evening, now: number): Promise<void> {
  const { book, roles, story } = world;
  const { show, manifest, gates } = evening;
  const tonight = book.firstRight(roles.bothNights);
  const showing = { key: tonight.holder, rightId: evening.show.secondNightRight, count: 1, issuedAt: now - 5 };
  const second = { ...manifest, eventId: show.secondNightId };
  const text = "a good code for the second night";
  await turnAway(world, evening, {
    text,
    showing,
    scannedAt: now,
    manifest: second,
    gate: "wrong-event",
    chain: "WrongEvent",
    of: undefined,
  });

  const { signature } = admissionOf(second, showing, now, 1);
  const { entry } = admissionOf(manifest, { ...showing, rightId: tonight.id }, now, 1);
  const [outcome] = await settle(world, {
    act: "refused at the gate",
    eventId: show.eventId,
    gate: gates[0].key,
    admissions: [{ entry, signature }],
  });
  expectRefusal(outcome, tonight.id, "BadSignature");
  book.turnedAway.push({ class: tonight.class, reason: "BadSignature" });
  story.refused("the second night's signature under tonight's right", "BadSignature");
}

/** A key that the organizer never made a gate. */
async function strangersGate(world: World, { show, manifest }: Evening, now: number): Promise<void> {
  const { chain, people, book, roles, story } = world;
  const { id, holder } = book.firstRight(roles.forged);
  const good = admissionOf(manifest, { key: holder, rightId: id, count: 1, issuedAt: now - 5 }, now, 1);
  const deliver = { act: "admit", eventId: show.eventId, gate: people.strangersGate, admissions: [good] } as const;
  const refused = await chain.costs.refused("GateOnly", () => settle(world, deliver));
  story.refused("a good code that a stranger's gate delivers", refused);
}

/** A party whose second guest has a phone of their own: the first phone lets in all but that one. */
async function partyWithTwoPhones(world: World, evening: Evening, now: number) {
  const { book, roles, story } = world;
  const { show, manifest, gates } = evening;
  const [first, second, ...others] = book.buyer(roles.partyRebound).rights;
  if (first === undefined || second === undefined) throw new JourneyError("the party has no second guest.");
  const count = 2 + others.length;
  const showing = { key: first.holder, rightId: first.id, count, issuedAt: now - 3 };
  const verdict = gates[0].scan(showCode(manifest, showing), now);
  if (verdict.status !== "admit" || verdict.passedOver.length !== 1) {
    throw new JourneyError(`the gate should have let in all but one of a party, but: ${sentenceFor(verdict)}`);
  }
  const [outcome] = await settle(world, {
    act: "admit",
    eventId: show.eventId,
    gate: gates[0].key,
    admissions: gates[0].takeJournal(),
  });
  expectRefusal(outcome, second.id, "WrongHolder");
  book.turnedAway.push({ class: second.class, reason: "WrongHolder" });
  story.refused("one right in a party's code, moved to a guest's own phone", "WrongHolder", sentenceFor(verdict));
  story.fact(count - 1, `${count === 2 ? "guest" : "guests"} of that party in, on the same code`);
  return [{ key: second.holder, rightId: second.id, count: 1, at: now + 5 * MINUTE }];
}

/** Once doors have closed nobody can be scanned any more, however late a gate may deliver. */
export async function turnAwayTheLate(world: World, evening: Evening): Promise<void> {
  const { book, roles, input } = world;
  const right = book.firstRight(firstOf(roles.away));
  const now = input.event.schedule.doorsCloseAt;
  const showing = { key: right.holder, rightId: right.id, count: 1, issuedAt: now - 5 };
  const text = "a good code, scanned as doors closed";
  await turnAway(world, evening, {
    text,
    showing,
    scannedAt: now,
    gate: "doors-closed",
    chain: "OutsideDoors",
    of: right,
  });
}

/* ONE ATTEMPT */

/** The gate must refuse the code; a careless gate delivers it all the same, and the chain must refuse it too. */
async function turnAway(world: World, evening: Evening, attempt: Attempt, code?: string): Promise<void> {
  const { book, story } = world;
  const { manifest, gates, show } = evening;
  const gate = gates[1];
  const { showing, scannedAt, of } = attempt;
  const made = attempt.manifest ?? manifest;
  const text = code ?? showCode(made, showing);
  const said = gateSays(world, gate, text, scannedAt, attempt.gate);
  const [outcome] = await settle(world, {
    act: "refused at the gate",
    eventId: show.eventId,
    gate: gate.key,
    admissions: [admissionOf(made, showing, scannedAt, gate.lane)],
  });
  expectRefusal(outcome, showing.rightId, attempt.chain);
  book.turnedAway.push({ class: of?.class, reason: attempt.chain });
  story.refused(attempt.text, attempt.chain, said);
}

function gateSays({ input }: World, gate: Gate, code: string, now: number, expected: Reason): string {
  const verdict = gate.scan(code, now);
  if (verdict.reason !== expected)
    throw new JourneyError(`the gate should have said ${expected}, but: ${verdict.reason}.`);
  return sentenceFor(verdict, "en", { timeZone: offsetName(input.offsetMinutes) });
}

/** The chain must have passed a right over, and for this reason. */
export function expectRefusal(outcome: AdmissionOutcome | undefined, rightId: bigint, expected: ChainReason): void {
  const passedOver = outcome === undefined || outcome.status === "undecided" ? [] : outcome.passedOver;
  const why = passedOver.find((one) => one.rightId === rightId)?.why;
  if (why === expected) return;
  throw new JourneyError(`the chain should have said ${expected} to right ${rightId}, but said ${why ?? "nothing"}.`);
}

/** `+09:00`, which Intl takes as a time zone. */
function offsetName(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

function firstOf<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new JourneyError("a part of the story has nobody to play it.");
  return item;
}
