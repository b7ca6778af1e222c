import { assertHex } from "../core/assertHex.ts";
import { concat, fromHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { keccak, keccakText } from "../core/keccak.ts";

const P256_HOLDER = keccakText("P256Holder(uint256 x,uint256 y)");
const WEBAUTHN_HOLDER = keccakText("WebAuthnHolder(uint256 x,uint256 y)");

/** The three kinds of keys that can hold a right. */
export type KeyKind = "secp256k1" | "p256" | "passkey";

/** 20 bytes of the holder of a public key `x ‖ y`. */
export function holderBytes(kind: KeyKind, publicKey: Uint8Array): Uint8Array {
  const preimage =
    kind === "secp256k1" ? publicKey : concat(kind === "p256" ? P256_HOLDER : WEBAUTHN_HOLDER, publicKey);
  return keccak(preimage).subarray(12);
}

/**
 * The address that stands for a key on chain. Only a secp256k1 key's is an account; nobody can send from the others:
 * show them as ids, never as a place to pay to.
 *
 * @param publicKey `x ‖ y`, 64 bytes.
 * @throws VALUE_INVALID when it has another length. Whether it is a point of the curve is not checked.
 * @example
 * import { holderAddress, type Hex } from "doorkey/buyer";
 *
 * const holderOf = (publicKey: Hex) => holderAddress("p256", publicKey);
 */
export function holderAddress(kind: KeyKind, publicKey: Hex): Address {
  assertHex("publicKey", publicKey, 64);
  return checksummed(holderBytes(kind, fromHex(publicKey)));
}
