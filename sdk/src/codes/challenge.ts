import { concat, fromHex, toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import type { Hex } from "../core/Hex.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { eventTag } from "./eventTag.ts";
import { CHALLENGE_SECONDS } from "./windows.ts";

/** What a gate asks a key to sign, so that no code can have been made ahead of time. */
export type Challenge = {
  /** 8 random bytes, never all zero. */
  readonly value: Hex;
  /** Last second in which its answer is taken. */
  readonly expiresAt: number;
  /** For the buyer's device: `C1:` and base45 of event tag and value; show it as a QR code or send it. */
  readonly text: string;
};

const PREFIX = "C1:";

/**
 * A challenge for the next one in the lane. Give the open ones to checkCode, and drop each once it was answered: it is
 * good for one entry.
 *
 * @param parameters.now Seconds, by the gate's clock.
 * @param parameters.seconds How long its answer is taken; longer for a value that a venue shows to all.
 * @example
 * import { issueChallenge, qrSvg, type EventRef } from "doorkey/code";
 *
 * const challenge = (event: EventRef) => issueChallenge({ event, now: Date.now() / 1000 });
 * const onScreen = (event: EventRef) => qrSvg(challenge(event).text);
 */
export function issueChallenge({ event, now, seconds = CHALLENGE_SECONDS }: issueChallenge.Parameters): Challenge {
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
 * The value of a challenge that a device got from a gate, for `entryCode`.
 *
 * @throws CHALLENGE_INVALID when the text is no challenge, or of another event.
 * @example
 * import { entryCode, readChallenge, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * const answer = (key: DeviceKey, pass: Pass, scanned: string) =>
 *   entryCode(key, pass, { challenge: readChallenge(scanned, key.event) });
 */
export function readChallenge(text: string, event: EventRef): Hex {
  const bytes = text.startsWith(PREFIX) ? decodeBase45(text.slice(PREFIX.length)) : undefined;
  const value = bytes?.length === 12 ? toHex(bytes.subarray(4)) : NO_CHALLENGE;
  if (bytes === undefined || value === NO_CHALLENGE) throw new DoorkeyError("CHALLENGE_INVALID");
  if (toHex(bytes.subarray(0, 4)) !== eventTag(event)) {
    throw new DoorkeyError("CHALLENGE_INVALID", { details: ["It is of another event."] });
  }
  return value;
}
