import { assertText } from "./assertText.ts";
/** Bytes as text: `0x` and two hex digits for each byte. */
export type Hex = `0x${string}`;

/** 20 bytes. The package returns them with EIP-55 checksum and takes them in any case. */
export type Address = `0x${string}`;

/**
 * Whether `value` is hex text, of `size` bytes if given.
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

/**
 * Whether two addresses are the same in any case.
 *
 * @example
 * import { sameAddress, type Address } from "doorkey";
 *
 * const isOneOf = (list: readonly Address[], holder: Address) => list.some((one) => sameAddress(one, holder));
 */
export function sameAddress(a: string, b: string): boolean {
  assertText("a", a);
  assertText("b", b);
  return a.toLowerCase() === b.toLowerCase();
}
