import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import { assertShape, fields, hexOf, literal, matching, whole } from "../core/shape.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { purchaseClaimDigest } from "../statements/purchaseClaim.ts";
import type { Claim, Invitation } from "./Claim.ts";

const UINT32 = 2 ** 32 - 1;

const INVITATION = {
  v: literal(1),
  event: fields({ chainId: whole(1, Number.MAX_SAFE_INTEGER), rightsRegistry: hexOf(20), eventId: whole(1, UINT32) }),
  classId: whole(1, 64),
  agentId: whole(1, UINT32),
  purchaseKey: hexOf(32),
  quantity: whole(1, 255),
  expiresAt: whole(1, Number.MAX_SAFE_INTEGER),
};
const CLAIM = {
  ...INVITATION,
  holder: hexOf(20),
  signature: matching(/^0x([0-9a-fA-F]{2}){1,512}$/, "up to 512 hex bytes"),
};

/**
 * Answers a seller's invitation with the key that is to hold the rights.
 *
 * @throws CLAIM_MALFORMED with every mistake and its path; PASS_FOR_OTHER_EVENT when the key was made for another event;
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
  assertShape("CLAIM_MALFORMED", fields(INVITATION), invitation);
  if (!sameEvent(key.event, invitation.event)) throw new DoorkeyError("PASS_FOR_OTHER_EVENT");
  const signature = await key.sign(claimDigest({ ...invitation, holder: key.address }));
  return { ...invitation, holder: key.address, signature };
}

/**
 * A device's answer, tested by the seller before anything is granted: whole, in time, and signed by its holder. Whether
 * it answers an order of this seller, and for what was paid, is the seller's to compare.
 *
 * @param options.now Seconds.
 * @throws CLAIM_MALFORMED with every mistake and its path; CLAIM_EXPIRED; CLAIM_UNSIGNED.
 * @example
 * import { checkClaim } from "doorkey/buyer";
 *
 * const holderOf = (body: unknown) => checkClaim(body, { now: Date.now() / 1000 }).holder;
 */
export function checkClaim(value: unknown, { now }: { readonly now: number }): Claim {
  assertShape("CLAIM_MALFORMED", fields(CLAIM), value);
  const claim = value as Claim;
  if (now >= claim.expiresAt) throw new DoorkeyError("CLAIM_EXPIRED");
  if (!isSignedBy(claimDigest(claim), claim.signature, claim.holder)) throw new DoorkeyError("CLAIM_UNSIGNED");
  return claim;
}

function claimDigest({ event, ...claim }: Omit<Claim, "signature">) {
  return purchaseClaimDigest(event, { ...claim, eventId: event.eventId });
}
