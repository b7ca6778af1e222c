import { type Signer, type TypedDataDomain, TypedDataEncoder } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import { fromHex, toHex } from "../core/bytes.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccak, keccakText } from "../core/keccak.ts";
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

const TYPE_HASH = toHex(keccakText(TypedDataEncoder.from(TYPES).encodeType("ForwardRequest"))).slice(2);

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
  return ({ from, to, gas, nonce, deadline, relayer, data }) => {
    const values = [from, to, BigInt(gas), BigInt(nonce), deadline, relayer, hashOf(data)];
    return hashOf(`0x1901${separator}${hashOf(`0x${TYPE_HASH}${values.map(wordOf).join("")}`).slice(2)}`);
  };
}

function hashOf(data: Hex): Hex {
  return toHex(keccak(fromHex(data)));
}

/** A number or right-aligned bytes as an ABI word, without a prefix. */
function wordOf(value: bigint | number | Hex): string {
  return (typeof value === "string" ? value.slice(2) : value.toString(16)).padStart(64, "0");
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
