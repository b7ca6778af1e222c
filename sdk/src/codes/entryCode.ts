import { NO_CHALLENGE } from "../core/Entry.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { assertPassOf } from "../pass/checkPass.ts";
import type { Pass } from "../pass/Pass.ts";
import { leftInRun, rightOfPass } from "../pass/rightOfPass.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { type Clock, deviceClock } from "./clock.ts";
import { composeCode } from "./composeCode.ts";
import { CHALLENGE_SECONDS, CODE_WINDOW, PASSKEY_WINDOW } from "./windows.ts";

/** A code to show. Times are in seconds, by the clock that it was made with. */
export type ShownCode = { readonly text: string; readonly issuedAt: number; readonly validUntil: number };

/**
 * Makes one entry code. A passkey asks its owner for each code, which is valid for two minutes. With other keys, show a
 * fresh code every ten seconds instead; see rotateCodes.
 *
 * @param options.count How many of the pass's rights enter with it. Defaults to all from `from` to the end of their run,
 * because a code is for rights of one run.
 * @param options.from Index of the first of them. Defaults to 0. A party may arrive in parts.
 * @param options.challenge What readChallenge read from the gate's screen. Defaults to time mode.
 * @throws PASS_FOR_OTHER_KEY or PASS_FOR_OTHER_EVENT when key and pass do not belong together.
 * @throws VALUE_INVALID when the pass has no such rights; what a passkey throws, see createDeviceKey; CODE_TOO_LONG.
 * @example
 * import { entryCode, qrSvg, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * const onTap = async (key: DeviceKey, pass: Pass) => qrSvg((await entryCode(key, pass)).text);
 */
export async function entryCode(key: DeviceKey, pass: Pass, options: entryCode.Options = {}): Promise<ShownCode> {
  const { count, from = 0, challenge = NO_CHALLENGE, clock = deviceClock } = given("options", options);
  assertPassOf(key, pass);
  const entering = count ?? Math.max(1, leftInRun(pass, from));
  const issuedAt = Math.floor(clock.now());
  const proof = {
    rightId: rightOfPass(pass, from, entering),
    count: entering,
    holder: key.address,
    issuedAt,
    challenge,
  };
  const text = composeCode(key.event, proof, await key.sign(entryProofDigest(key.event, proof)));
  return { text, issuedAt, validUntil: issuedAt + secondsGood(key, challenge) };
}

export declare namespace entryCode {
  type Options = {
    readonly count?: number | undefined;
    readonly from?: number | undefined;
    readonly challenge?: Hex | undefined;
    readonly clock?: Clock | undefined;
  };
}

function secondsGood(key: DeviceKey, challenge: Hex): number {
  if (challenge !== NO_CHALLENGE) return CHALLENGE_SECONDS;
  return (key.kind === "passkey" ? PASSKEY_WINDOW : CODE_WINDOW).past;
}
