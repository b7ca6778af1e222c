import { type Address, checksummed, isHex } from "doorkey";
import type { TableRow } from "./readTable.ts";

/** Reads the address of the key in the buyer's device. */
export function readHolder(row: TableRow<"holder">): Address | undefined {
  const text = row.cell("holder");
  if (text === undefined) return undefined;
  if (text === "") return row.fault("holder", "is empty; it must be the address of the key in the buyer's device.");
  if (!isHex(text, 20)) return row.fault("holder", `"${text}" is not an address; write 0x and 40 hex digits.`);
  if (/^0x0*$/.test(text)) return row.fault("holder", "is the zero address, which has no key.");
  if (text.startsWith("0X")) return row.fault("holder", `${text} must begin with 0x, not with 0X.`);
  const right = checksummed(text);
  const digits = text.slice(2);
  // An address in one case has no checksum.
  if (digits !== digits.toLowerCase() && digits !== digits.toUpperCase() && text !== right)
    return row.fault("holder", `${text} has a wrong checksum; check it for a typo.`);
  return right;
}
