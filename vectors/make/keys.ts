/** Keys, their holders and ECDSA, with only @noble/curves and @noble/hashes. */
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, bytesToNumberBE, concatBytes, hexToBytes, numberToBytesBE } from "@noble/curves/utils.js";
import { keccak_256 } from "@noble/hashes/sha3.js";

export const keccak = keccak_256;
export const utf8 = (text: string) => new TextEncoder().encode(text);
export const hex = (bytes: Uint8Array) => `0x${bytesToHex(bytes)}`;
export const bytes = (text: string) => hexToBytes(text.replace(/^0x/, ""));
export const word = (value: bigint) => numberToBytesBE(value, 32);
export const number = bytesToNumberBE;
export const concat = concatBytes;

export type Curve = typeof secp256k1 | typeof p256;
export type Point = InstanceType<Curve["Point"]>;
export type Kind = 0 | 1 | 2;

export const curveOf = (kind: Kind): Curve => (kind === 0 ? secp256k1 : p256);
export const orderOf = (curve: Curve) => curve.Point.Fn.ORDER;
/** The greatest s of a signature. */
export const maxS = (curve: Curve) => orderOf(curve) >> 1n;

/** The same private key for the same label, on every run; it is below the order of both curves. */
export const privateKey = (label: string) => keccak(utf8(`Doorkey vectors: ${label}`));
export const publicKey = (curve: Curve, key: Uint8Array) => curve.Point.BASE.multiply(number(key)).toAffine();

const HOLDER_TYPES = { 1: "P256Holder(uint256 x,uint256 y)", 2: "WebAuthnHolder(uint256 x,uint256 y)" };

/** The holder of a public key, in EIP-55 letter case. */
export function holderOf(kind: Kind, { x, y }: { x: bigint; y: bigint }): string {
  const coordinates = concat(word(x), word(y));
  const preimage = kind === 0 ? coordinates : concat(keccak(utf8(HOLDER_TYPES[kind])), coordinates);
  return checksummed(keccak(preimage).slice(12));
}

function checksummed(address: Uint8Array): string {
  const digits = bytesToHex(address);
  const hash = bytesToHex(keccak(utf8(digits)));
  return `0x${[...digits].map((digit, i) => (Number.parseInt(hash[i] as string, 16) > 7 ? digit.toUpperCase() : digit)).join("")}`;
}

export const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

export type Signature = { r: bigint; s: bigint; v: number };

/** Signs a hash as RFC 6979 says, with s in the lower half. */
export function sign(curve: Curve, key: Uint8Array, hash: Uint8Array): Signature {
  const signed = curve.sign(hash, key, { prehash: false, lowS: true, format: "recovered" });
  return { v: 27 + (signed[0] as number), r: number(signed.slice(1, 33)), s: number(signed.slice(33)) };
}

/** The other signature of the same hash by the same key. */
export const flipped = (curve: Curve, { r, s, v }: Signature) => ({ r, s: orderOf(curve) - s, v: 55 - v });

/**
 * The public key for which (r, s) is a signature of `hash`, where `point` has x = r modulo the order. No private key is
 * needed, so r and s may be any numbers, also those at the edges.
 */
export function keyBehind(curve: Curve, hash: Uint8Array, point: Point, s: bigint): { x: bigint; y: bigint } {
  const field = curve.Point.Fn;
  const inverse = field.inv(field.create(point.toAffine().x));
  const ofHash = field.create(-field.create(number(hash)) * inverse);
  return point
    .multiply(field.create(s * inverse))
    .add(curve.Point.BASE.multiply(ofHash))
    .toAffine();
}
