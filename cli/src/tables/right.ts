import type { RightId } from "doorkey";
import type { TableRow } from "./readTable.ts";

/** Reads the id of a right, which may be in the table once. */
export function rightIn(row: TableRow<"right">, seen: Set<RightId>): RightId | undefined {
  const text = row.cell("right");
  if (text === undefined) return undefined;
  const rightId = /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
  if (rightId <= 0n || rightId >= 2n ** 64n)
    return row.fault("right", `"${text}" is not the id of a right, in digits.`);
  if (seen.has(rightId)) return row.fault("right", `right ${text} is there twice.`);
  seen.add(rightId);
  return rightId;
}
