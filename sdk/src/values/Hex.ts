import { bytesToHex } from "@noble/hashes/utils.js";
import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { keccakText } from "../internal/keccak.ts";

/** Bytes as text: `0x` and two digits a byte. */
export type Hex = `0x${string}`;

/** 20 bytes. The package returns them with EIP-55 checksum and takes them in any case. */
export type Address = `0x${string}`;

/**
 * Whether `value` is bytes as text, of `size` bytes if one is given.
 *
 * @example
 * import { isHex, type Address } from "doorkey";
 *
 * const asAddress = (value: unknown): Address | undefined => (isHex(value, 20) ? value : undefined);
 */
export function isHex(value: unknown, size?: number): value is Hex {
  if (typeof value !== "string" || value.length % 2 !== 0 || !/^0x[0-9a-f]*$/i.test(value)) return false;
  return size === undefined || value.length === 2 + 2 * size;
}

/** `value` as bytes of `size`, or VALUE_INVALID. */
export function assertHex(name: string, value: unknown, size?: number): asserts value is Hex {
  if (isHex(value, size)) return;
  const wanted = size === undefined ? "hex bytes" : `${size} hex bytes`;
  throw new DoorkeyError("VALUE_INVALID", { details: [`${name} must be ${wanted}.`] });
}

/**
 * The address in its one written form, with EIP-55 checksum.
 *
 * @example
 * import { checksummed, type Address } from "doorkey";
 *
 * const shown = (holder: Address) => `${checksummed(holder).slice(0, 8)}…`;
 */
export function checksummed(address: Uint8Array | Hex): Address {
  const digits = typeof address === "string" ? address.slice(2).toLowerCase() : bytesToHex(address);
  const hash = bytesToHex(keccakText(digits));
  const cased = Array.from(digits, (digit, i) =>
    Number.parseInt(hash[i] as string, 16) > 7 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join("")}`;
}

/**
 * Whether two addresses are the same, whatever their case.
 *
 * @example
 * import { sameAddress, type Address } from "doorkey";
 *
 * const isOneOf = (list: readonly Address[], holder: Address) => list.some((one) => sameAddress(one, holder));
 */
export function sameAddress(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
