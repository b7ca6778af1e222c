import { HOUR, now } from "doorkey-test-support/contracts";
import { packEntry, packRightId, packSignatures, signEntry } from "doorkey-test-support/statements";
import { hexlify, toBeHex, ZeroHash } from "ethers";
import type { IndexedEvent } from "../../../sdk/src/eventIndex/IndexState.ts";
import { holderIn } from "../../../sdk/src/eventIndex/lookUp.ts";
import { anyEvent, anyHolder, anyRight, isLive, keyOf, oneIn, organizer, pick } from "./choose.ts";
import { send } from "./send.ts";
import type { Act, Walker } from "./walker.ts";

/** An event whose doors are open, if there is one. */
async function openEvent(walker: Walker): Promise<IndexedEvent> {
  const time = await now(walker.suite);
  const opened = [...walker.state.events.values()].filter(
    ({ schedule, cancelled }) => time >= schedule.doorsOpenAt && !cancelled,
  );
  if (opened.length !== 0) return pick(walker, opened);
  const event = anyEvent(walker);
  const doors = event.schedule.doorsOpenAt;
  if (doors > time && oneIn(walker, 8)) await walker.time.increaseTo(doors);
  return event;
}

export const admit: Act = async (walker) => {
  const { suite, roll } = walker;
  const event = await openEvent(walker);
  const shown = Array.from({ length: 1 + roll(3) }, () => {
    const found = anyRight(walker, (of) => of.event === event && (isLive(of) || oneIn(walker, 4)));
    const scannedAt = event.schedule.doorsOpenAt + roll(6 * HOUR + 60) - 30;
    const entry = {
      rightId: found?.rightId ?? packRightId(event.id, event.batches.length, 0),
      count: 1 + roll(3),
      scannedAt,
      issuedAt: scannedAt + 300 - roll(oneIn(walker, 8) ? 2_000 : 600),
      ...(oneIn(walker, 2) ? { challenge: toBeHex(1 + roll(9), 8) } : {}),
      lane: roll(5),
    };
    const key = keyOf(walker, found === undefined ? anyHolder(walker) : holderIn(found));
    const signature = signEntry(suite.domains.statements, key, entry);
    return { entry: packEntry(entry), signature: oneIn(walker, 12) ? hexlify(new Uint8Array(roll(70))) : signature };
  });
  const args = [event.id, shown.map(({ entry }) => entry), packSignatures(shown.map(({ signature }) => signature))];
  const { scanner, desk } = organizer(walker, event.organizerId);
  const done = await send(walker, pick(walker, [scanner, scanner, desk]), suite.rights, "admit", args);
  return { events: [event.id], done };
};

export const admitByHand: Act = async (walker) => {
  const event = await openEvent(walker);
  const ids = Array.from({ length: 1 + walker.roll(2) }, () => {
    const found = anyRight(walker, (of) => of.event === event && isLive(of));
    return found?.rightId ?? packRightId(event.id, event.batches.length, 0);
  });
  const scannedAt = event.schedule.doorsOpenAt + walker.roll(6 * HOUR + 60) - 30;
  const { scanner, desk } = organizer(walker, event.organizerId);
  const gate = pick(walker, [desk, desk, desk, scanner]);
  const args = [event.id, ids, scannedAt, ZeroHash];
  return { events: [event.id], done: await send(walker, gate, walker.suite.rights, "admitByHand", args) };
};
