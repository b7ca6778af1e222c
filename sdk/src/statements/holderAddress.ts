import { assertHex } from "../core/assertHex.ts";
import { concat, fromHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { keccak, keccakText } from "../core/keccak.ts";

const P256_HOLDER = keccakText("P256Holder(uint256 x,uint256 y)");
const WEBAUTHN_HOLDER = keccakText("WebAuthnHolder(uint256 x,uint256 y)");

/** The three kinds of keys that can hold a right. */
export type KeyKind = "secp256k1" | "p256" | "passkey";

/** The 20 bytes of the holder with the public key `x ‖ y`. */
export function holderBytes(kind: KeyKind, publicKey: Uint8Array): Uint8Array {
  const preimage =
    kind === "secp256k1" ? publicKey : concat(kind === "p256" ? P256_HOLDER : WEBAUTHN_HOLDER, publicKey);
  return keccak(preimage).subarray(12);
}

/**
 * The address that stands for a key on chain. Only the address of a secp256k1 key is an account. No key can spend from
 * the others: show them as ids, never as an address to pay to.
 *
 * @param publicKey `x ‖ y`, 64 bytes.
 * @throws VALUE_INVALID when it has another length. It does not check that it is a point of the curve.
 * @example
 * import { holderAddress, type Hex } from "doorkey/buyer";
 *
 * const holderOf = (publicKey: Hex) => holderAddress("p256", publicKey);
 */
export function holderAddress(kind: KeyKind, publicKey: Hex): Address {
  assertHex("publicKey", publicKey, 64);
  return checksummed(holderBytes(kind, fromHex(publicKey)));
}
