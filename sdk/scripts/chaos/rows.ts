import { keccak256, toUtf8Bytes } from "ethers";
import { randomBySeed } from "../../../tools/support/randomBySeed.ts";
import type { GrantRow } from "../../src/agent/bulk/GrantRow.ts";
import type { Address } from "../../src/core/Hex.ts";

/** Orders of one to four rights, each for a holder that no other row has. */
export function rowsOf(seed: number, count: number): GrantRow[] {
  const random = randomBySeed(seed);
  return Array.from({ length: count }, (_, i) => ({
    order: `order ${i}`,
    className: "standing",
    holder: `0x${keccak256(toUtf8Bytes(`${seed} ${i}`)).slice(-40)}` as Address,
    quantity: 1 + Math.floor(4 * random() ** 1.5),
  }));
}

export function rightsIn(rows: readonly GrantRow[]): number {
  return rows.reduce((sum, { quantity = 1 }) => sum + quantity, 0);
}
