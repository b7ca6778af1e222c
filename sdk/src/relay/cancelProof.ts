import { type Signer, type TypedDataDomain, TypedDataEncoder } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import type { ForwarderRef } from "./forwardRequest.ts";

const TYPES = { Cancel: [{ name: "digest", type: "bytes32" }] };

function domainOf(where: ForwarderRef): TypedDataDomain {
  const { chainId, forwarder } = given("where", where);
  assertUint("chainId", chainId, 53);
  assertHex("forwarder", forwarder, 20);
  return { name: "Doorkey Relay", version: "1", chainId, verifyingContract: forwarder };
}

/**
 * What the signer of a request, or the holder of a return, signs to cancel it: `Cancel(bytes32 digest)`, in a domain of
 * its own. The chain does not know it; it only makes a relay stop trying.
 *
 * @example
 * import type { DeviceKey } from "doorkey/buyer";
 * import { cancelDigest, type ForwarderRef } from "doorkey/relay";
 *
 * const takeBack = (key: DeviceKey, where: ForwarderRef, digest: `0x${string}`) => key.sign(cancelDigest(where, digest));
 */
export function cancelDigest(where: ForwarderRef, digest: Hex): Hex {
  assertHex("digest", digest, 32);
  return TypedDataEncoder.hash(domainOf(where), TYPES, { digest }) as Hex;
}

/**
 * Signs the cancellation of a request, with the key that signed the request.
 *
 * @example
 * import type { Signer } from "ethers";
 * import { signCancel, type ForwarderRef, type Relay } from "doorkey/relay";
 *
 * const takeBack = async (relay: Relay, where: ForwarderRef, signer: Signer, digest: `0x${string}`) =>
 *   relay.cancel(digest, await signCancel(where, signer, digest));
 */
export async function signCancel(where: ForwarderRef, signer: Signer, digest: Hex): Promise<Hex> {
  given("signer", signer, "signTypedData");
  assertHex("digest", digest, 32);
  return (await signer.signTypedData(domainOf(where), TYPES, { digest })) as Hex;
}
