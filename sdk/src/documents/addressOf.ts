import { checksummed } from "../core/checksummed.ts";
import { type Address, isHex } from "../core/Hex.ts";

/** Reads an address that a person wrote: in one case, or with a valid checksum. Undefined for the zero address. */
export function addressOf(text: string): Address | undefined {
  if (!isHex(text, 20) || /^0x0*$/.test(text)) return undefined;
  const address = checksummed(text);
  const digits = text.slice(2);
  const plain = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  return plain || text === address ? address : undefined;
}
