import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import { sameAddress } from "../core/Hex.ts";
import { unpackRightId } from "../core/RightId.ts";
import { assertShape, fields, hexOf, list, literal, matching, optional, text, whole } from "../core/shape.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { Pass } from "./Pass.ts";

const UINT32 = 2 ** 32 - 1;

const PASS = fields({
  v: literal(1),
  chainId: whole(1, Number.MAX_SAFE_INTEGER),
  rightsRegistry: hexOf(20),
  eventId: whole(1, UINT32),
  rightId: matching(/^[1-9][0-9]{0,19}$/, "a right id in decimal digits"),
  count: whole(1, 8),
  className: text,
  seats: list(text),
  holder: hexOf(20),
  event: fields({
    name: text,
    startsAt: matching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
      "an ISO 8601 time with its offset",
    ),
    url: text,
    reportUrl: optional(text),
  }),
  seller: fields({ agentId: whole(1, UINT32), name: text }),
});

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
  const pass = value as Pass;
  const rightId = BigInt(pass.rightId);
  if (rightId >= 1n << 64n) throw new DoorkeyError("PASS_MALFORMED", { details: ["rightId must be below 2^64."] });
  const { eventId, index } = unpackRightId(rightId);
  const details = [
    ...(eventId === pass.eventId ? [] : [`rightId is of event ${eventId}, not ${pass.eventId}.`]),
    ...(index + pass.count <= 2048 ? [] : ["rightId and count reach beyond a batch."]),
    ...(pass.seats.length === 0 || pass.seats.length === pass.count ? [] : ["seats must be none or one a right."]),
  ];
  if (details.length > 0) throw new DoorkeyError("PASS_MALFORMED", { details });
  return pass;
}

/** That key and pass belong together. */
export function assertPassOf(key: DeviceKey, pass: Pass): void {
  if (!sameEvent(key.event, pass)) throw new DoorkeyError("PASS_FOR_OTHER_EVENT");
  if (!sameAddress(key.address, pass.holder)) throw new DoorkeyError("PASS_FOR_OTHER_KEY");
}
