import { type Address, checksummed, isHex } from "doorkey";
import type { TableRow } from "./csv.ts";

/** The address of the key in the buyer's device. */
export function readHolder(row: TableRow<"holder">): Address | undefined {
  const text = row.cell("holder");
  if (text === undefined) return undefined;
  if (text === "") return row.fault("holder", "is empty: the address of the key in the buyer's device.");
  if (!isHex(text, 20)) return row.fault("holder", `"${text}" is no address: 0x and 40 hex digits.`);
  if (/^0x0*$/.test(text)) return row.fault("holder", "is the zero address: nobody has its key.");
  const right = checksummed(text);
  if (text !== text.toLowerCase() && text !== right)
    return row.fault("holder", `${text} has a wrong checksum: a typo?`);
  return right;
}
