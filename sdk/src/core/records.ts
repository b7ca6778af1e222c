import type { Address, Hex } from "./Hex.ts";

/** Number of hex digits in the record of a right: holder 20 bytes, in a seated class followed by the seat in 3. */
export function recordDigits(seated: boolean): number {
  return seated ? 46 : 40;
}

export function holderInRecord(records: Hex, seated: boolean, index: number): Address {
  const start = 2 + recordDigits(seated) * index;
  return `0x${records.slice(start, start + 40)}`;
}

/** The seat of a right; 0 in a class without seats. */
export function seatInRecord(records: Hex, seated: boolean, index: number): number {
  const start = 42 + recordDigits(seated) * index;
  return seated ? Number.parseInt(records.slice(start, start + 6), 16) : 0;
}
