import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bigEndian, concat, toBigInt } from "./bytes.ts";

const CURVES = { secp256k1, p256 } as const;

/** The two curves of holders' keys; passkeys are on P-256 too. */
export type Curve = keyof typeof CURVES;

// Callers pass finished hashes. Both curves require s in the lower half.
const READY = { prehash: false, lowS: true } as const;

export function isLowS(curve: Curve, rs: Uint8Array): boolean {
  return toBigInt(rs.subarray(32)) <= CURVES[curve].Point.Fn.ORDER >> 1n;
}

/** The same signature with s in the lower half. */
export function toLowS(curve: Curve, rs: Uint8Array): Uint8Array {
  if (isLowS(curve, rs)) return rs;
  return concat(rs.subarray(0, 32), bigEndian(CURVES[curve].Point.Fn.ORDER - toBigInt(rs.subarray(32)), 32));
}

/** The key `x ‖ y` that signed `hash`, or undefined. Never throws, for any bytes. */
export function recoverKey(curve: Curve, rs: Uint8Array, recovery: number, hash: Uint8Array): Uint8Array | undefined {
  if (!isLowS(curve, rs)) return undefined;
  try {
    const signature = CURVES[curve].Signature.fromBytes(concat(new Uint8Array([recovery]), rs), "recovered");
    return signature.recoverPublicKey(hash).toBytes(false).subarray(1);
  } catch {
    return undefined;
  }
}

/** Whether `publicKey`, `x ‖ y`, signed `hash`. */
export function isSignature(curve: Curve, rs: Uint8Array, publicKey: Uint8Array, hash: Uint8Array): boolean {
  try {
    return CURVES[curve].verify(rs, hash, concat(new Uint8Array([4]), publicKey), READY);
  } catch {
    return false;
  }
}

/** The recovery number, 0 to 3, that recovers `publicKey` from the signature. */
export function findRecovery(
  curve: Curve,
  rs: Uint8Array,
  publicKey: Uint8Array,
  hash: Uint8Array,
): number | undefined {
  return [0, 1, 2, 3].find((recovery) => {
    const key = recoverKey(curve, rs, recovery, hash);
    return key !== undefined && toBigInt(key) === toBigInt(publicKey);
  });
}

/** Whether `publicKey`, `x ‖ y`, is a point of the curve. Never throws, for any bytes. */
export function isPublicKey(curve: Curve, publicKey: Uint8Array): boolean {
  try {
    CURVES[curve].Point.fromBytes(concat(new Uint8Array([4]), publicKey));
    return true;
  } catch {
    return false;
  }
}
