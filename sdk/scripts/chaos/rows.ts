import { keccak256, toUtf8Bytes } from "ethers";
import type { GrantRow } from "../../src/agent/bulk/GrantRow.ts";
import type { Address } from "../../src/core/Hex.ts";

/** Numbers from 0 to below 1 that look random, the same for the same seed (mulberry32). */
export function randomBySeed(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
