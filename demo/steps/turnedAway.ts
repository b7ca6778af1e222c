import { type Manifest, type Reason, sentenceFor } from "doorkey/code";
import type { AdmissionOutcome, NotAdmitted } from "doorkey/gate";
import { holderKey } from "doorkey-test-support/keys";
import type { BookRight } from "../book.ts";
import { JourneyError } from "../JourneyError.ts";
import { MINUTE } from "../time.ts";
import type { Show, World } from "../world.ts";
import type { Evening } from "./Evening.ts";
import { admissionOf, type Gate, type Showing, settle, showCode } from "./gate.ts";

/** The chain's reason not to admit an entry. */
type ChainReason = NotAdmitted["reason"];

type Attempt = {
  readonly text: string;
  readonly showing: Showing;
  readonly scannedAt: number;
  /** The manifest that the code is made for. Defaults to this event's. */
  readonly manifest?: Manifest;
  /** The reason that the gate must give, without a network. */
  readonly gate: Reason;
  /** The reason that the chain must give if a careless gate delivers the entry anyway. */
  readonly chain: ChainReason;
  readonly of: BookRight | undefined;
};

/** The contracts refuse the whole delivery of a gate that opens too early. */
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
  story.refused("a valid code, an hour too early", await chain.costs.refused("DoorsNotOpen", early), said);
}

/** A photo of the code that was printed above, shown at the other lane. */
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

/** Everything that is tried while the venue fills. Returns the visits of those who come with a valid code later. */
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

  await attempt("a forged code, signed with a stranger's key", forged, "bad-signature", "BadSignature", {
    key: stranger,
  });
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
  await attempt("a right that was returned", returned, "right-void", "RightVoid");
  await attempt("a reserved right without a name", book.firstRight(unnamed), "right-void", "RightVoid");
  await attempt("the old phone of a right that was rebound", rebound, "right-rebound", "BadSignature", {
    key: book.buyer(roles.newPhone).key,
  });
  await nonexistent(world, evening, now);
  await otherNight(world, evening, now);
  await strangersGate(world, evening, now);
  return partyWithTwoPhones(world, evening, now);
}

/** A right that was never granted, far beyond the last one of its batch. */
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

/** A holder of rights for both nights shows tomorrow's code, then tomorrow's signature with tonight's right. */
async function otherNight(world: World, evening: Evening, now: number): Promise<void> {
  const { book, roles, story } = world;
  const { show, manifest, gates } = evening;
  const tonight = book.firstRight(roles.bothNights);
  const showing = { key: tonight.holder, rightId: evening.show.secondNightRight, count: 1, issuedAt: now - 5 };
  const second = { ...manifest, eventId: show.secondNightId };
  const text = "a valid code for the second night";
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
  story.refused("the second night's signature with tonight's right", "BadSignature");
}

/** A key delivers that the organizer never made a gate. */
async function strangersGate(world: World, { show, manifest }: Evening, now: number): Promise<void> {
  const { chain, people, book, roles, story } = world;
  const { id, holder } = book.firstRight(roles.forged);
  const good = admissionOf(manifest, { key: holder, rightId: id, count: 1, issuedAt: now - 5 }, now, 1);
  const deliver = { act: "admit", eventId: show.eventId, gate: people.strangersGate, admissions: [good] } as const;
  const refused = await chain.costs.refused("GateOnly", () => settle(world, deliver));
  story.refused("a valid code, delivered by a stranger's gate", refused);
}

/** The second guest of a party has their own phone, so the first phone lets in all the others. */
async function partyWithTwoPhones(world: World, evening: Evening, now: number) {
  const { book, roles, story } = world;
  const { show, manifest, gates } = evening;
  const [first, second, ...others] = book.buyer(roles.partyRebound).rights;
  if (first === undefined || second === undefined) throw new JourneyError("the party has no second guest.");
  const count = 2 + others.length;
  const showing = { key: first.holder, rightId: first.id, count, issuedAt: now - 3 };
  const verdict = gates[0].scan(showCode(manifest, showing), now);
  if (verdict.status !== "admit" || verdict.passedOver.length !== 1) {
    throw new JourneyError(`the gate should have let in all but one of a party, but said: ${sentenceFor(verdict)}`);
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
  story.fact(count - 1, `${count === 2 ? "guest" : "guests"} of that party let in, with the same code`);
  return [{ key: second.holder, rightId: second.id, count: 1, at: now + 5 * MINUTE }];
}

/** A code scanned after doors closed is refused, although a gate may deliver later. */
export async function turnAwayTheLate(world: World, evening: Evening): Promise<void> {
  const { book, roles, input } = world;
  const right = book.firstRight(firstOf(roles.away));
  const now = input.event.schedule.doorsCloseAt;
  const showing = { key: right.holder, rightId: right.id, count: 1, issuedAt: now - 5 };
  const text = "a valid code, scanned as doors closed";
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

/** The gate must refuse the code. A careless gate delivers it anyway, and the chain must refuse it too. */
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
    throw new JourneyError(`the gate should have said ${expected}, but said ${verdict.reason}.`);
  return sentenceFor(verdict, "en", { utcOffset: input.offsetMinutes, now });
}

/** Checks that the chain passed over a right for this reason. */
export function expectRefusal(outcome: AdmissionOutcome | undefined, rightId: bigint, expected: ChainReason): void {
  const passedOver = outcome === undefined || outcome.status === "undecided" ? [] : outcome.passedOver;
  const reason = passedOver.find((one) => one.rightId === rightId)?.reason;
  if (reason === expected) return;
  throw new JourneyError(
    `the chain should have said ${expected} to right ${rightId}, but said ${reason ?? "nothing"}.`,
  );
}

function firstOf<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new JourneyError("a part of the story has no order.");
  return item;
}
