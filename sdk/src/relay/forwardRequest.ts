import { keccak256, type Signer, type TypedDataDomain, TypedDataEncoder } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { assertShape } from "../core/shape.ts";
import type { WireForwardRequest, WireSignedRequest } from "./wire.ts";
import { WIRE_FORWARD_REQUEST } from "./wireShapes.ts";

/** Where ForwardRequests are valid: one forwarder on one chain. */
export type ForwarderRef = { readonly chainId: number; readonly forwarder: Address };

const TYPES = {
  ForwardRequest: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "gas", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint48" },
    { name: "relayer", type: "address" },
    { name: "data", type: "bytes" },
  ],
};

const encoder = TypedDataEncoder.from(TYPES);

function domainOf(where: ForwarderRef): TypedDataDomain {
  const { chainId, forwarder } = given("where", where);
  assertUint("chainId", chainId, 53);
  assertHex("forwarder", forwarder, 20);
  return { name: "Doorkey Forwarder", version: "1", chainId, verifyingContract: forwarder };
}

/**
 * The EIP-712 digest of a request: what its signer signs, and its id at every relay and in the forwarder's events.
 *
 * @example
 * import { requestDigest, type WireForwardRequest } from "doorkey/relay";
 *
 * const idOf = (request: WireForwardRequest) =>
 *   requestDigest({ chainId: 31337, forwarder: "0x5FbDB2315678afecb367f032d93F642f64180aa3" }, request);
 */
export function requestDigest(where: ForwarderRef, request: WireForwardRequest): Hex {
  assertShape("VALUE_INVALID", WIRE_FORWARD_REQUEST, request);
  return TypedDataEncoder.hash(domainOf(where), TYPES, request) as Hex;
}

/**
 * Makes a digest function for one forwarder. It hashes the domain once, for services that check many requests.
 *
 * @example
 * import { requestDigester } from "doorkey/relay";
 *
 * const digestOf = requestDigester({ chainId: 31337, forwarder: "0x5FbDB2315678afecb367f032d93F642f64180aa3" });
 */
export function requestDigester(where: ForwarderRef): (request: WireForwardRequest) => Hex {
  const separator = TypedDataEncoder.hashDomain(domainOf(where)).slice(2);
  return (request) => keccak256(`0x1901${separator}${encoder.hash(request).slice(2)}`) as Hex;
}

/**
 * Signs a request with the key that it names in `from`.
 *
 * @example
 * import type { Signer } from "ethers";
 * import { signRequest, type Prepared } from "doorkey/relay";
 *
 * const sign = (signer: Signer, { chainId, forwarder, request }: Prepared) =>
 *   signRequest({ chainId, forwarder }, signer, request);
 */
export async function signRequest(
  where: ForwarderRef,
  signer: Signer,
  request: WireForwardRequest,
): Promise<WireSignedRequest> {
  given("signer", signer, "signTypedData");
  assertShape("VALUE_INVALID", WIRE_FORWARD_REQUEST, request);
  return { request, signature: (await signer.signTypedData(domainOf(where), TYPES, request)) as Hex };
}
