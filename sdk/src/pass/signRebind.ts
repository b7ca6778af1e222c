import { assertHex } from "../core/assertHex.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { packConsent, rebindDigest } from "../statements/rebindStatement.ts";
import { assertPassOf } from "./checkPass.ts";
import type { Pass } from "./Pass.ts";
import { rightOfPass } from "./rightOfPass.ts";

/** The old key's consent that the issuing agent may rebind a right to another key. JSON. */
export type SignedRebind = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly newHolder: Address;
  /** What the chain's `rebind` takes. */
  readonly proof: Hex;
};

/** Default lifetime of a consent, in seconds. */
const EXPIRES_IN = 3_600;

/**
 * Signs the consent to rebind one right of a pass to another key of the same person, such as the key of a new phone
 * while the old phone still works.
 *
 * @param rebind.index Index of the right in the pass. Defaults to 0.
 * @param rebind.rebinds How often the right has changed its key. Defaults to 0.
 * @param rebind.expiresAt Seconds. Defaults to one hour from now.
 * @throws PASS_FOR_OTHER_KEY, PASS_FOR_OTHER_EVENT; VALUE_INVALID.
 * @example
 * import { type Address, type DeviceKey, type Pass, signRebind } from "doorkey/buyer";
 *
 * const toNewPhone = (old: DeviceKey, pass: Pass, newHolder: Address) => signRebind(old, pass, { newHolder });
 */
export async function signRebind(key: DeviceKey, pass: Pass, wanted: signRebind.Parameters): Promise<SignedRebind> {
  const { newHolder, index = 0, rebinds = 0, expiresAt = secondsFromNow() } = given("rebind", wanted);
  assertHex("newHolder", newHolder, 20);
  assertPassOf(key, pass);
  const rightId = rightOfPass(pass, index, 1);
  const rebind = { rightId, holder: key.address, newHolder, rebinds, expiresAt };
  const proof = packConsent(rebind, await key.sign(rebindDigest(key.event, rebind)));
  return { rightId: String(rightId), newHolder, proof };
}

export declare namespace signRebind {
  type Parameters = {
    readonly newHolder: string;
    readonly index?: number | undefined;
    readonly rebinds?: number | undefined;
    readonly expiresAt?: number | undefined;
  };
}

function secondsFromNow(): number {
  return Math.floor(Date.now() / 1_000) + EXPIRES_IN;
}
