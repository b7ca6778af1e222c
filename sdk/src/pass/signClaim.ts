import { sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import { assertShape } from "../core/shape.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { purchaseClaimDigest } from "../statements/purchaseClaim.ts";
import { CLAIM, type Claim, INVITATION, type Invitation } from "./Claim.ts";

/**
 * Answers a seller's invitation with the key that will hold the rights.
 *
 * @throws CLAIM_MALFORMED with every mistake and its path; PASS_FOR_OTHER_EVENT if the key was made for another event;
 * what a passkey throws, see createDeviceKey.
 * @example
 * import { createDeviceKey, signClaim, type Invitation } from "doorkey/buyer";
 *
 * async function claim(invitation: Invitation) {
 *   const key = await createDeviceKey({ event: invitation.event });
 *   return fetch("/claims", { method: "POST", body: JSON.stringify(await signClaim(key, invitation)) });
 * }
 */
export async function signClaim(key: DeviceKey, invitation: Invitation): Promise<Claim> {
  given("key", key, "event", "address", "sign");
  assertShape("CLAIM_MALFORMED", INVITATION, invitation);
  if (!sameEvent(key.event, invitation.event)) throw new PageError("PASS_FOR_OTHER_EVENT");
  const signature = await key.sign(claimDigest({ ...invitation, holder: key.address }));
  return { ...invitation, holder: key.address, signature };
}

/**
 * Checks a device's answer before the seller grants anything: it must be whole, in time, and signed by its holder. The
 * seller must still compare it with its orders, and with what was paid.
 *
 * @param options.now Seconds.
 * @throws CLAIM_MALFORMED with every mistake and its path; CLAIM_EXPIRED; CLAIM_UNSIGNED.
 * @example
 * import { checkClaim } from "doorkey/buyer";
 *
 * const holderOf = (body: unknown) => checkClaim(body, { now: Date.now() / 1000 }).holder;
 */
export function checkClaim(value: unknown, options: { readonly now: number }): Claim {
  const { now } = given("options", options);
  if (!Number.isFinite(now)) throw new PageError("VALUE_INVALID", { details: ["now must be a number of seconds."] });
  assertShape("CLAIM_MALFORMED", CLAIM, value);
  if (now >= value.expiresAt) throw new PageError("CLAIM_EXPIRED");
  if (!isSignedBy(claimDigest(value), value.signature, value.holder)) throw new PageError("CLAIM_UNSIGNED");
  return value;
}

function claimDigest({ event, ...claim }: Omit<Claim, "signature">) {
  return purchaseClaimDigest(event, { ...claim, eventId: event.eventId });
}
