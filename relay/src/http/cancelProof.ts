import { type Address, type Hex, isSignedBy, sameAddress } from "doorkey/buyer";
import { recoverSigner } from "../chain/recoverSigner.ts";

type Item = { readonly kind: "request" | "return"; readonly from_address: Address };

/** Whether the signer of a request, or the holder of a return with the same kind of key, signed to cancel it. */
export function isCancelledBy({ kind, from_address: from }: Item, digest: Hex, signature: Hex): boolean {
  if (kind === "return") return isSignedBy(digest, signature, from);
  const signer = recoverSigner(digest, signature);
  return signer !== undefined && sameAddress(signer, from);
}
