import { bytesToHex } from "@noble/hashes/utils.js";
import { assertHex } from "./assertHex.ts";
import type { Address } from "./Hex.ts";
import { keccakText } from "./keccak.ts";

/**
 * The address in its one written form, with EIP-55 checksum.
 *
 * @example
 * import { checksummed, type Address } from "doorkey";
 *
 * const shown = (holder: Address) => `${checksummed(holder).slice(0, 8)}…`;
 */
export function checksummed(address: Uint8Array | string): Address {
  if (!(address instanceof Uint8Array)) assertHex("address", address, 20);
  const digits = typeof address === "string" ? address.slice(2).toLowerCase() : bytesToHex(address);
  const hash = bytesToHex(keccakText(digits));
  const cased = Array.from(digits, (digit, i) =>
    Number.parseInt(hash[i] as string, 16) > 7 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join("")}`;
}
