import { randomBySeed } from "../../../../tools/support/randomBySeed.ts";

/** `SEED` repeats a sample. */
export const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/** `HOSTILE=all` tries everything. */
export const TRIES_ALL = process.env.HOSTILE === "all";

/** Some of the kinds, chosen by the seed; or all of them. */
export function sample<T>(kinds: readonly T[], count: number): readonly T[] {
  if (TRIES_ALL) return kinds;
  const next = randomBySeed(SEED);
  const rest = [...kinds];
  return Array.from({ length: count }, () => rest.splice(Math.floor(next() * rest.length), 1)).flat();
}
