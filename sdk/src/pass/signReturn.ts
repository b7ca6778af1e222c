import { given } from "../core/given.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { WireSignedReturn } from "../relay/wire.ts";
import { returnDigest } from "../statements/returnStatement.ts";
import { assertPassOf } from "./checkPass.ts";
import type { Pass } from "./Pass.ts";
import { leftInRun, rightOfPass } from "./rightOfPass.ts";

/** A holder's signed return of rights. Anyone may deliver it: the agent, the organizer, or a relay. JSON. */
export type SignedReturn = WireSignedReturn;

/** Default lifetime of a return, in seconds. */
const EXPIRES_IN = 86_400;

/**
 * Signs the return of rights of a pass: all of a run, or `count` from `index` on. A pass with several runs needs a return
 * for each.
 *
 * @param options.rebinds How often the rights have changed their key. Defaults to 0.
 * @param options.expiresAt Seconds. Defaults to one day from now.
 * @throws PASS_FOR_OTHER_KEY, PASS_FOR_OTHER_EVENT; VALUE_INVALID when the pass does not have these rights.
 * @example
 * import { type DeviceKey, type Pass, signReturn } from "doorkey/buyer";
 *
 * const giveBack = async (key: DeviceKey, pass: Pass) =>
 *   fetch("/returns", { method: "POST", body: JSON.stringify(await signReturn(key, pass)) });
 */
export async function signReturn(key: DeviceKey, pass: Pass, options: signReturn.Options = {}): Promise<SignedReturn> {
  assertPassOf(key, pass);
  const {
    index = 0,
    count = leftInRun(pass, index),
    rebinds = 0,
    expiresAt = secondsFromNow(),
  } = given("options", options);
  const rightId = rightOfPass(pass, index, count);
  const signature = await key.sign(
    returnDigest(key.event, { rightId, count, holder: key.address, rebinds, expiresAt }),
  );
  return { rightId: String(rightId), count, rebinds, expiresAt: String(expiresAt), signature };
}

export declare namespace signReturn {
  type Options = {
    readonly index?: number | undefined;
    readonly count?: number | undefined;
    readonly rebinds?: number | undefined;
    readonly expiresAt?: number | undefined;
  };
}

function secondsFromNow(): number {
  return Math.floor(Date.now() / 1_000) + EXPIRES_IN;
}
