import { type Address, type Hex, isSignedBy, sameAddress } from "doorkey/buyer";
import { TypedDataEncoder } from "ethers";
import { recoverSigner } from "../chain/recoverSigner.ts";

const TYPES = { Cancel: [{ name: "digest", type: "bytes32" }] };

/**
 * What the signer of a request signs to take it back: `Cancel(bytes32 digest)`, in a domain that nothing else uses. No
 * chain knows it; a relay stops trying, that is all.
 *
 * @example
 * const signature = await signer.signTypedData(cancelDomain(chainId, forwarder), CANCEL_TYPES, { digest });
 */
export function cancelDigest(chainId: number, forwarder: Address, digest: Hex): Hex {
  return TypedDataEncoder.hash(cancelDomain(chainId, forwarder), TYPES, { digest }) as Hex;
}

export function cancelDomain(chainId: number, forwarder: Address) {
  return { name: "Doorkey Relay", version: "1", chainId, verifyingContract: forwarder };
}

export const CANCEL_TYPES = TYPES;

type Item = { readonly kind: "request" | "return"; readonly from_address: Address };

/** Whether the signer of a request, or the holder of a return with the kind of key that signed it, wants it back. */
export function isCancelledBy({ kind, from_address: from }: Item, digest: Hex, signature: Hex): boolean {
  if (kind === "return") return isSignedBy(digest, signature, from);
  const signer = recoverSigner(digest, signature);
  return signer !== undefined && sameAddress(signer, from);
}
