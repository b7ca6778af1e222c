import type { Address, Hex } from "../core/Hex.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { packConsent, rebindDigest } from "../statements/rebindStatement.ts";
import { assertPassOf } from "./checkPass.ts";
import type { Pass } from "./Pass.ts";
import { rightOfPass } from "./rightOfPass.ts";

/** The old key's consent that the issuing agent rebinds a right to another key. JSON. */
export type SignedRebind = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly newHolder: Address;
  /** What the chain's `rebind` takes. */
  readonly proof: Hex;
};

/** Seconds in which it must be done, unless said. */
const EXPIRES_IN = 3_600;

/**
 * Signs that one right of a pass is rebound to another key of the same person: to a new phone while the old one still works.
 *
 * @param rebind.index Which right of the pass; the first unless said.
 * @param rebind.rebinds How often it changed its key so far; 0 unless said.
 * @param rebind.expiresAt Seconds; an hour from now unless said.
 * @throws PASS_FOR_OTHER_KEY, PASS_FOR_OTHER_EVENT; VALUE_INVALID.
 * @example
 * import { type Address, type DeviceKey, type Pass, signRebind } from "doorkey/buyer";
 *
 * const toNewPhone = (old: DeviceKey, pass: Pass, newHolder: Address) => signRebind(old, pass, { newHolder });
 */
export async function signRebind(
  key: DeviceKey,
  pass: Pass,
  { newHolder, index = 0, rebinds = 0, expiresAt = secondsFromNow() }: signRebind.Parameters,
): Promise<SignedRebind> {
  assertPassOf(key, pass);
  const rightId = rightOfPass(pass, index, 1);
  const rebind = { rightId, holder: key.address, newHolder, rebinds, expiresAt };
  const proof = packConsent(rebind, await key.sign(rebindDigest(key.event, rebind)));
  return { rightId: String(rightId), newHolder, proof };
}

export declare namespace signRebind {
  type Parameters = {
    readonly newHolder: Address;
    readonly index?: number | undefined;
    readonly rebinds?: number | undefined;
    readonly expiresAt?: number | undefined;
  };
}

function secondsFromNow(): number {
  return Math.floor(Date.now() / 1_000) + EXPIRES_IN;
}
