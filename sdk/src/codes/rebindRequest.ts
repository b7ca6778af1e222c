import { assertHex } from "../core/assertHex.ts";
import { concat, equalBytes, fromHex, toHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import { keccak } from "../core/keccak.ts";
import { PageError } from "../core/PageError.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { eventTag } from "./eventTag.ts";
import { withoutFrame } from "./withoutFrame.ts";

const PREFIX = "R1:";
const HOLDER = 4;
const CHECK = 24;
const BYTES = 28;

/**
 * The key of a new phone as a text for a QR code: `R1:` and base45 of event tag 4 ‖ holder 20 ‖ check 4. The fan's old
 * phone, or a clerk, reads it with `readRebindRequest`. It is not secret. A person who reads it from a screen sees
 * whose phone it is; a text that came by mail may be a stranger's.
 *
 * @param key A key of the new phone, made for the event of the rights.
 * @throws VALUE_INVALID when the key has no event or no address.
 * @example
 * import { type DeviceKey, qrSvg, rebindRequest } from "doorkey/buyer";
 *
 * const onNewPhone = (key: DeviceKey) => qrSvg(rebindRequest(key));
 */
export function rebindRequest(key: DeviceKey): string {
  const { event, address } = given("key", key, "event", "address");
  assertEventRef(event);
  assertHex("address", address, 20);
  const bytes = concat(fromHex(eventTag(event)), fromHex(address));
  return PREFIX + encodeBase45(concat(bytes, checkOf(bytes)));
}

/**
 * Reads the key of a new phone. Sign a Rebind to it for each right with `signRebind`, and give that to the seller.
 *
 * @param text As a camera or a scanner read it.
 * @param event The event of the rights.
 * @throws REBIND_REQUEST_INVALID when the text is not such a request, was misread, or is of another event.
 * @example
 * import { type DeviceKey, type Pass, readRebindRequest, signRebind } from "doorkey/buyer";
 *
 * const onOldPhone = (key: DeviceKey, pass: Pass, scanned: string) =>
 *   signRebind(key, pass, { newHolder: readRebindRequest(scanned, key.event) });
 */
export function readRebindRequest(text: string, event: EventRef): Address {
  assertEventRef(event);
  const scanned = typeof text === "string" ? withoutFrame(text) : "";
  const bytes = scanned.startsWith(PREFIX) ? decodeBase45(scanned.slice(PREFIX.length)) : undefined;
  if (bytes?.length !== BYTES || !equalBytes(checkOf(bytes.subarray(0, CHECK)), bytes.subarray(CHECK))) {
    throw new PageError("REBIND_REQUEST_INVALID");
  }
  if (toHex(bytes.subarray(0, HOLDER)) !== eventTag(event)) {
    throw new PageError("REBIND_REQUEST_INVALID", { details: ["It belongs to another event."] });
  }
  return checksummed(bytes.subarray(HOLDER, CHECK));
}

function checkOf(bytes: Uint8Array): Uint8Array {
  return keccak(bytes).subarray(0, BYTES - CHECK);
}
