/**
 * Whether a draw is fair: one entrant draws again and again, each time with another seed, and each rank must come as
 * often as the others. Fails if chi-square is beyond what chance gives once in 10,000 runs.
 *
 *   node scripts/draw-uniform.ts [seeds]
 */

import { bigEndian, toHex } from "../src/core/bytes.ts";
import { keccak } from "../src/core/keccak.ts";
import { rankIn } from "../src/draw/rankIn.ts";

const SEEDS = Number(process.argv[2] ?? 1_000_000);

/** Entries, and the chi-square of one entry less that chance exceeds once in 10,000 runs. */
const SIZES = [
  { count: 7, most: 27.86 },
  { count: 37, most: 76.36 },
] as const;

let failed = false;
for (const { count, most } of SIZES) {
  const hits = new Uint32Array(count);
  for (let i = 0; i < SEEDS; i++) {
    const seed = toHex(keccak(bigEndian(i, 32)));
    const rank = rankIn({ seed, size: 1, number: i % count, count });
    hits[rank] = (hits[rank] ?? 0) + 1;
  }
  const expected = SEEDS / count;
  const chiSquare = hits.reduce((sum, hit) => sum + (hit - expected) ** 2 / expected, 0);
  const fits = chiSquare <= most;
  failed ||= !fits;
  const told = `chi-square ${chiSquare.toFixed(2)} of ${count - 1} degrees, at most ${most}`;
  console.log(`${fits ? "✓" : "✗"} ${count} entries, ${SEEDS.toLocaleString("en-US")} seeds: ${told}`);
}
process.exit(failed ? 1 : 0);
