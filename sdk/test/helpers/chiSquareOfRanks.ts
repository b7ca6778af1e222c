import { bigEndian, toHex } from "../../src/core/bytes.ts";
import { keccak } from "../../src/core/keccak.ts";
import { rankIn } from "../../src/draw/rankIn.ts";

/** Entries, and the chi-square that chance exceeds once in 10,000 runs with as many entries. */
export const SIZES = [
  { count: 7, most: 27.86 },
  { count: 37, most: 76.36 },
] as const;

/** How far ranks are from equally frequent, when one of `count` entries draws with each of these many seeds. */
export function chiSquareOfRanks(count: number, seeds: number): number {
  const hits = new Uint32Array(count);
  for (let i = 0; i < seeds; i++) {
    const seed = toHex(keccak(bigEndian(i, 32)));
    const rank = rankIn({ seed, size: 1, number: i % count, count });
    hits[rank] = (hits[rank] ?? 0) + 1;
  }
  const expected = seeds / count;
  return hits.reduce((sum, hit) => sum + (hit - expected) ** 2 / expected, 0);
}
