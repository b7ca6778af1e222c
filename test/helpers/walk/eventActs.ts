/** Acts of organizers and agents on events. */

import { classTerms, DAY, eventTerms, GATE, HOUR, now } from "doorkey-test-support/contracts";
import { ZeroAddress, ZeroHash } from "ethers";
import type { IndexedEvent } from "../../../sdk/src/eventIndex/IndexState.ts";
import { eventIn } from "../../../sdk/src/eventIndex/lookUp.ts";
import { agent, anyClass, anyEvent, asOrganizer, oneIn, organizer, pick, type Wanted } from "./choose.ts";
import { direct, send } from "./send.ts";
import { type Act, AGENTS, NOTHING, ORGANIZERS, type Walker } from "./walker.ts";

const MAX_EVENTS = 10;
/** So many sell from the start of the walk. */
const FIRST_EVENTS = 4;

/** An event with everything that sales and doors require. */
export async function open(walker: Walker, organizerId: number, persons: "none" | "own" | "shared"): Promise<boolean> {
  const { events, verifier, roles } = walker.suite;
  const { admin, scanner, desk } = organizer(walker, organizerId);
  const args = await newEvent(walker, organizerId, persons);
  if (!(await send(walker, admin, events, "registerEvent", args))) return false;
  const eventId = walker.state.events.size;
  for (const [i] of eventIn(walker.state, eventId).classes.entries()) {
    await direct(walker, admin, events, "designateAgent", [eventId, i + 1, 1, 500]);
    await direct(walker, admin, events, "designateAgent", [eventId, i + 1, 2, 500]);
    await direct(walker, agent(walker, 1), events, "delegate", [eventId, i + 1, 1, 3, 100]);
  }
  await direct(walker, admin, events, "setGate", [eventId, scanner.address, GATE.scanner, 0]);
  await direct(walker, admin, events, "setGate", [eventId, desk.address, GATE.desk, 10]);
  if (persons === "own") await direct(walker, admin, verifier, "setAttester", [eventId, roles.attester.address, true]);
  return true;
}

async function newEvent(walker: Walker, organizerId: number, persons: "none" | "own" | "shared") {
  const { roll, suite, state } = walker;
  const time = await now(suite);
  // After the first ones, half of the events sell later: until two days before, they may be given sale hooks.
  const salesOpenAt = state.events.size >= FIRST_EVENTS && oneIn(walker, 2) ? time + 3 * DAY + roll(DAY) : time;
  const doorsOpenAt = salesOpenAt + DAY + roll(3 * DAY);
  const shared = [...state.events.values()].find(
    (event) =>
      event.organizerId === organizerId &&
      event.policy.scope === event.id &&
      event.policy.identityVerifier !== ZeroAddress,
  );
  const identified = persons !== "none";
  const terms = eventTerms(time, {
    schedule: {
      salesOpenAt,
      salesCloseAt: doorsOpenAt + HOUR,
      doorsOpenAt,
      doorsCloseAt: doorsOpenAt + 6 * HOUR,
      returnUntil: doorsOpenAt - roll(DAY),
      rebindUntil: doorsOpenAt - roll(DAY),
      nameBy: doorsOpenAt - roll(DAY),
    },
    policy: {
      identityVerifier: identified ? await suite.verifier.getAddress() : ZeroAddress,
      scope: persons === "shared" ? (shared?.id ?? 0) : 0,
      maxPerPerson: !identified ? 0 : persons === "shared" ? (shared?.policy.maxPerPerson ?? 1) : 1 + roll(3),
      minPublicBps: 4_000,
    },
  });
  const classes = Array.from({ length: oneIn(walker, 2) ? 9 : 4 }, (_, i) =>
    classTerms({
      name: `class ${i + 1}`,
      supply: i === 0 ? 300 : 4 + roll(20),
      seated: i % 2 === 1,
      reserved: i === 2 || i === 3,
      named: identified && (i === 2 || i === 3 || i === 1),
    }),
  );
  return [organizerId, terms, classes] as const;
}

export const publish: Act = async (walker) => {
  const count = walker.state.events.size;
  if (count >= MAX_EVENTS) return NOTHING;
  const organizerId = 1 + walker.roll(ORGANIZERS);
  const done = await open(walker, organizerId, pick(walker, ["none", "own", "shared"] as const));
  if (!done) return NOTHING;
  return { events: [count + 1, eventIn(walker.state, count + 1).policy.scope], done };
};

/** An act of an organizer on one of its events, or of another account. */
export function ofOrganizer(
  method: string,
  args: (walker: Walker, event: IndexedEvent) => Promise<unknown[]> | unknown[],
  wanted?: Wanted,
): Act {
  return async (walker) => {
    const event = anyEvent(walker, wanted);
    const all = [event.id, ...(await args(walker, event))];
    return {
      events: [event.id],
      done: await send(walker, asOrganizer(walker, event), walker.suite.events, method, all),
    };
  };
}

export const reschedule = ofOrganizer("reschedule", async (walker, { schedule }) => {
  const doorsOpenAt = pick(walker, [
    (await now(walker.suite)) + walker.roll(4 * DAY),
    schedule.doorsOpenAt - walker.roll(4 * HOUR),
    schedule.doorsOpenAt + walker.roll(2 * DAY),
  ]);
  const doorsCloseAt = Math.max(schedule.doorsCloseAt, doorsOpenAt + 1 + walker.roll(6 * HOUR));
  return [doorsOpenAt, oneIn(walker, 4) ? doorsOpenAt + HOUR : doorsCloseAt, doorsOpenAt];
});

export const extendDoors = ofOrganizer(
  "extendDoors",
  (walker, { schedule }) => [schedule.doorsCloseAt + walker.roll(6 * DAY)],
  ({ cancelled, schedule }, at) => !cancelled && schedule.doorsCloseAt > at,
);

export const setSaleHook = ofOrganizer(
  "setSaleHook",
  (walker, event) => [anyClass(walker, event).classId, walker.saleHook],
  ({ cancelled, schedule }, at) => !cancelled && schedule.salesOpenAt > at + 2 * DAY,
);

export const raiseSupply = ofOrganizer("raiseSupply", (walker, event) => {
  const { classId, of } = anyClass(walker, event);
  return [classId, of.supply + walker.roll(4)];
});

export const designate = ofOrganizer("designateAgent", (walker, event) => {
  return [anyClass(walker, event).classId, 1 + walker.roll(AGENTS), walker.roll(300)];
});

export const dismiss = ofOrganizer("dismissAgent", (walker, event) => {
  return [anyClass(walker, event).classId, 1 + walker.roll(AGENTS)];
});

export const setGate = ofOrganizer("setGate", (walker, event) => {
  const { scanner, desk } = organizer(walker, event.organizerId);
  if (oneIn(walker, 2)) return [scanner.address, oneIn(walker, 4) ? GATE.none : GATE.scanner, 0];
  return [desk.address, GATE.desk, walker.roll(12)];
});

export const delegate: Act = async (walker) => {
  const event = anyEvent(walker);
  const { classId, of } = anyClass(walker, event);
  const placed = [...of.allotments].filter(([, { status }]) => status === "designated").map(([id]) => id);
  const from = placed.length === 0 ? 1 : pick(walker, placed);
  const args = [event.id, classId, from, 1 + walker.roll(AGENTS), walker.roll(200)];
  return { events: [event.id], done: await send(walker, agent(walker, from), walker.suite.events, "delegate", args) };
};

export const handOver: Act = async (walker) => {
  const event = anyEvent(walker);
  const { events } = walker.suite;
  const { admin } = organizer(walker, event.organizerId);
  const to = 3 - event.organizerId;
  await send(walker, admin, events, "offerHandOver", [event.id, to]);
  if (oneIn(walker, 4)) await send(walker, admin, events, "offerHandOver", [event.id, 0]);
  const args = [event.id, to, event.offer?.termsHash ?? ZeroHash];
  return { events: [event.id], done: await send(walker, organizer(walker, to).admin, events, "acceptHandOver", args) };
};

export const setAttester: Act = async (walker) => {
  const event = anyEvent(walker);
  const args = [event.id, walker.suite.roles.attester.address, !oneIn(walker, 4)];
  const done = await send(walker, asOrganizer(walker, event), walker.suite.verifier, "setAttester", args);
  return { events: [event.id], done };
};
