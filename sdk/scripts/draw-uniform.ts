/**
 * Whether a draw is fair: one entrant draws again and again, each time with another seed, and each rank must come as
 * often as the others. Fails if chi-square is beyond what chance gives once in 10,000 runs.
 *
 *   node scripts/draw-uniform.ts [seeds]
 */

import { chiSquareOfRanks, SIZES } from "../test/helpers/chiSquareOfRanks.ts";

const SEEDS = Number(process.argv[2] ?? 1_000_000);

let failed = false;
for (const { count, most } of SIZES) {
  const chiSquare = chiSquareOfRanks(count, SEEDS);
  const fits = chiSquare <= most;
  failed ||= !fits;
  const told = `chi-square ${chiSquare.toFixed(2)} of ${count - 1} degrees, at most ${most}`;
  console.log(`${fits ? "✓" : "✗"} ${count} entries, ${SEEDS.toLocaleString("en-US")} seeds: ${told}`);
}
process.exit(failed ? 1 : 0);
