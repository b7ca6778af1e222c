import { type Address, type Hex, isSignedBy, sameAddress } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import { recoverSigner } from "../chain/recoverSigner.ts";

type Item = { readonly kind: RequestStatus["kind"]; readonly from_address: Address };

/**
 * Whether the signer of a request, or the holder of a return with the same kind of key, signed to cancel it. An act at a
 * draw has no signer, so only its sponsor cancels it.
 */
export function isCancelledBy({ kind, from_address: from }: Item, digest: Hex, signature: Hex): boolean {
  if (kind === "act") return false;
  if (kind === "return") return isSignedBy(digest, signature, from);
  const signer = recoverSigner(digest, signature);
  return signer !== undefined && sameAddress(signer, from);
}
