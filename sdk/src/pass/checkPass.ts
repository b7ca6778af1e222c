import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import { sameAddress } from "../core/Hex.ts";
import { unpackRightId } from "../core/RightId.ts";
import { assertShape } from "../core/shape.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { PASS, type Pass } from "./Pass.ts";

/**
 * What a seller handed over, tested before it is kept: a whole pass, of this key, for this key's event. It is tested
 * offline; whether the rights exist only the chain knows.
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
  const pass = readPass(value);
  assertPassOf(key, pass);
  return pass;
}

/** A whole pass, whose parts agree; or PASS_MALFORMED with every mistake and its path. */
export function readPass(value: unknown): Pass {
  assertShape("PASS_MALFORMED", PASS, value);
  const rightId = BigInt(value.rightId);
  if (rightId >= 1n << 64n) throw new DoorkeyError("PASS_MALFORMED", { details: ["rightId must be below 2^64."] });
  const { eventId, index } = unpackRightId(rightId);
  const details = [
    ...(eventId === value.eventId ? [] : [`rightId is of event ${eventId}, not ${value.eventId}.`]),
    ...(index + value.count <= 2048 ? [] : ["rightId and count reach beyond a batch."]),
    ...(value.seats.length === 0 || value.seats.length === value.count ? [] : ["seats must be none or one a right."]),
  ];
  if (details.length > 0) throw new DoorkeyError("PASS_MALFORMED", { details });
  return value;
}

/** That key and pass belong together. */
export function assertPassOf(key: DeviceKey, pass: Pass): void {
  if (!sameEvent(key.event, pass)) throw new DoorkeyError("PASS_FOR_OTHER_EVENT");
  if (!sameAddress(key.address, pass.holder)) throw new DoorkeyError("PASS_FOR_OTHER_KEY");
}
