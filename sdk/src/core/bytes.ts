import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "./Hex.ts";

/** Bytes that own their buffer, as WebCrypto and WebAuthn require. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** The bytes of a hex string. The caller has checked its form. */
export function fromHex(hex: Hex): Bytes {
  return hexToBytes(hex.slice(2)) as Bytes;
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** `value` in `size` bytes, most significant first. The caller keeps value < 2^(8 × size). */
export function bigEndian(value: bigint | number, size: number): Bytes {
  return hexToBytes(value.toString(16).padStart(2 * size, "0")) as Bytes;
}

export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes));
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64url without padding (RFC 4648), as WebAuthn writes a challenge. */
export function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let d = 0; d < digits; d++) text += BASE64URL[(triple >> (18 - 6 * d)) & 63];
  }
  return text;
}
