import { randomBySeed } from "../../support/randomBySeed.ts";
import { shuffled } from "../../support/shuffled.ts";
import { handMade, tryHandMade } from "./byHand.ts";
import { touchedFiles } from "./touchedFiles.ts";

/** Seconds for a package, after which no fault is begun. */
const LIMIT = 80;

/**
 * Tries the faults by hand in files that the last change touches, in an order chosen by a seed, for as long as there is
 * time. Returns whether each that was tried was found.
 */
export async function tryTouched(workspace: string, seed: number): Promise<boolean> {
  const end = performance.now() + LIMIT * 1_000;
  console.log(`${workspace}: --touched --seed ${seed}`);
  const touched = await touchedFiles(workspace);
  const chosen = (await handMade(workspace)).filter(({ file }) => touched.has(file));
  if (chosen.length > 0) return tryHandMade(workspace, shuffled(chosen, randomBySeed(seed)), end);
  console.log(`${workspace}: the last change touches no file that has a fault in mutants/by-hand.json`);
  return true;
}
