import { concat, fromHex, toHex } from "../core/bytes.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { eventTag } from "./eventTag.ts";
import { CHALLENGE_SECONDS } from "./windows.ts";
import { withoutFrame } from "./withoutFrame.ts";

/** A value that a gate asks a key to sign, so that no code can be made ahead of time. */
export type Challenge = {
  /** 8 random bytes, never all zero. */
  readonly value: Hex;
  /** Last second in which the gate accepts its answer. */
  readonly expiresAt: number;
  /** For the buyer's device: `C1:` and base45 of event tag and value. Show it as a QR code, or send it. */
  readonly text: string;
};

const PREFIX = "C1:";
/** Event tag and value in base45. */
const LENGTH = PREFIX.length + 18;
/** The bytes of a text that is none. */
const NONE = new Uint8Array(12);

/**
 * Makes a challenge for the next guest in the lane. Pass the open challenges to checkCode, and drop each once it is
 * answered, because it is valid for one entry.
 *
 * @param parameters.now Seconds, by the gate's clock.
 * @param parameters.seconds How long the gate accepts its answer. Defaults to 30; use more if a venue shows one to all.
 * @example
 * import { issueChallenge, qrSvg, type EventRef } from "doorkey/code";
 *
 * const challenge = (event: EventRef) => issueChallenge({ event, now: Date.now() / 1000 });
 * const onScreen = (event: EventRef) => qrSvg(challenge(event).text);
 */
export function issueChallenge(parameters: issueChallenge.Parameters): Challenge {
  const { event, now, seconds = CHALLENGE_SECONDS } = given("parameters", parameters);
  assertUint("now", Math.floor(now), 40);
  assertUint("seconds", seconds, 40);
  assertEventRef(event);
  let value = NO_CHALLENGE;
  while (value === NO_CHALLENGE) value = toHex(crypto.getRandomValues(new Uint8Array(8)));
  const text = PREFIX + encodeBase45(concat(fromHex(eventTag(event)), fromHex(value)));
  return { value, expiresAt: Math.floor(now) + seconds, text };
}

export declare namespace issueChallenge {
  type Parameters = { readonly event: EventRef; readonly now: number; readonly seconds?: number };
}

/**
 * Reads the value of a gate's challenge, for `entryCode`.
 *
 * @throws CHALLENGE_INVALID when the text is not a challenge, or belongs to another event.
 * @example
 * import { entryCode, readChallenge, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * const answer = (key: DeviceKey, pass: Pass, scanned: string) =>
 *   entryCode(key, pass, { challenge: readChallenge(scanned, key.event) });
 */
export function readChallenge(text: string, event: EventRef): Hex {
  assertEventRef(event);
  if (typeof text !== "string") throw new PageError("CHALLENGE_INVALID");
  const scanned = withoutFrame(text);
  const isWhole = scanned.startsWith(PREFIX) && scanned.length === LENGTH;
  const bytes = (isWhole ? decodeBase45(scanned.slice(PREFIX.length)) : undefined) ?? NONE;
  const value = toHex(bytes.subarray(4));
  if (value === NO_CHALLENGE) throw new PageError("CHALLENGE_INVALID");
  if (toHex(bytes.subarray(0, 4)) !== eventTag(event)) {
    throw new PageError("CHALLENGE_INVALID", { details: ["It belongs to another event."] });
  }
  return value;
}
