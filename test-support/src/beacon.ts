/** A beacon of tests: its key, and its signatures as DrandBeacon takes them. */

import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { getBytes, hexlify, toBeHex } from "ethers";

const { shortSignatures } = bls12_381;

/** Below the order of the curve's group. */
const SECRET = sha256(new TextEncoder().encode("doorkey test beacon")).fill(0, 0, 1);

export const BEACON = {
  /** 192 bytes, x.c1 ‖ x.c0 ‖ y.c1 ‖ y.c0. */
  publicKey: hexlify(shortSignatures.getPublicKey(SECRET).toBytes(false)),
  genesis: 1_692_803_367,
  period: 3,
} as const;

/** The signature of a round: the uncompressed point of 96 bytes, and the randomness that follows from it. */
export function signedRound(round: bigint): { readonly signature: string; readonly randomness: string } {
  const message = shortSignatures.hash(sha256(getBytes(toBeHex(round, 8))));
  const point = shortSignatures.sign(message, SECRET);
  return { signature: hexlify(point.toBytes(false)), randomness: hexlify(sha256(point.toBytes(true))) };
}
