import { sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { sameAddress } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { unpackRightId } from "../core/RightId.ts";
import { assertShape } from "../core/shape.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { PASS, type Pass, type PassRun } from "./Pass.ts";

/**
 * Checks what a seller handed over before the device keeps it: a whole pass, of this key, for this key's event. The
 * check is offline; only the chain knows whether the rights exist.
 *
 * @throws PASS_MALFORMED with every mistake and its path.
 * @throws PASS_FOR_OTHER_KEY or PASS_FOR_OTHER_EVENT.
 * @example
 * import { checkPass, type DeviceKey } from "doorkey/buyer";
 *
 * const keep = async (key: DeviceKey, answer: Response) => {
 *   const pass = checkPass(key, await answer.json());
 *   localStorage.setItem("pass", JSON.stringify(pass));
 * };
 */
export function checkPass(key: DeviceKey, value: unknown): Pass {
  given("key", key, "event", "address");
  const pass = readPass(value);
  assertPassOf(key, pass);
  return pass;
}

/** Parses a whole pass whose parts agree. Throws PASS_MALFORMED with every mistake and its path. */
export function readPass(value: unknown): Pass {
  assertShape("PASS_MALFORMED", PASS, value);
  const { eventId, runs = [], event, lacks } = value;
  const details = [
    mistakesIn(value, eventId, ""),
    ...runs.map((run, i) => mistakesIn(run, eventId, `runs[${i}].`)),
    seatNumberMistakes(value),
    event.startsAt !== undefined || lacks?.fields.includes("startsAt")
      ? []
      : ["event.startsAt is missing, and the pass does not mark it."],
  ].flat();
  if (details.length > 0) throw new PageError("PASS_MALFORMED", { details });
  return value;
}

function mistakesIn({ rightId: text, count, seats }: PassRun, event: number, path: string): readonly string[] {
  const rightId = BigInt(text);
  if (rightId >= 1n << 64n) return [`${path}rightId must be below 2^64.`];
  const { eventId, index } = unpackRightId(rightId);
  return [
    ...(eventId === event ? [] : [`${path}rightId is of event ${eventId}, not ${event}.`]),
    ...(index + count <= 2048 ? [] : [`${path}rightId and count reach beyond a batch.`]),
    ...(seats.length === 0 || seats.length === count ? [] : [`${path}seats must be one per right or none.`]),
  ];
}

/** A pass that lacks the labels of its seats has the number of each, in all its runs. No other pass has any. */
function seatNumberMistakes({ lacks, count, runs = [] }: Pass): readonly string[] {
  const lacksSeats = lacks?.fields.includes("seats") === true;
  const places = [
    { path: "lacks.seatNumbers", count, numbers: lacks?.seatNumbers ?? [] },
    ...runs.map((run, i) => ({ path: `runs[${i}].seatNumbers`, count: run.count, numbers: run.seatNumbers ?? [] })),
  ];
  return places.flatMap(({ path, count, numbers }) => {
    if (lacksSeats) return numbers.length === count ? [] : [`${path} must be one per right.`];
    return numbers.length === 0 ? [] : [`${path} must be none, because the pass does not lack its seats.`];
  });
}

/** Throws unless key and pass belong together. */
export function assertPassOf(key: DeviceKey, pass: Pass): void {
  given("key", key, "event", "address", "sign");
  given("pass", pass, "rightsRegistry", "holder");
  if (!sameEvent(key.event, pass)) throw new PageError("PASS_FOR_OTHER_EVENT");
  if (!sameAddress(key.address, pass.holder)) throw new PageError("PASS_FOR_OTHER_KEY");
  readPass(pass);
}
