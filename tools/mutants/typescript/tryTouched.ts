/** What is tried of a change before it is taken, in three minutes for a package. */

import { randomBySeed } from "../../support/randomBySeed.ts";
import { shuffled } from "../../support/shuffled.ts";
import { handMade, tryHandMade } from "./byHand.ts";
import { FOLDERS } from "./folders.ts";
import { touchedLines } from "./lastChange.ts";
import { linesWithCode, nameOfLine } from "./linesWithCode.ts";
import { isFound, survivorsIn, unexplained } from "./survivors.ts";
import { tryLines } from "./tryLines.ts";

/** Seconds for a package. */
const LIMIT = 180;
/** Seconds after which no fault by hand is begun. */
const LIMIT_BY_HAND = 80;
/** Of how many touched lines the mutants are tried. */
const LINES = 30;

type Touched = Awaited<ReturnType<typeof touchedLines>>;

/**
 * Tries the faults by hand in files that the last change touches, in an order chosen by a seed, then the mutants within
 * some of the lines that it touches, for as long as there is time. Returns whether the tests found each fault by hand. Other
 * survivors are printed, because a change may be right before its author has explained them.
 */
export async function tryTouched(workspace: string, seed: number): Promise<boolean> {
  const start = performance.now();
  console.log(`${workspace}: --touched --seed ${seed}`);
  const touched = await touchedLines(workspace);
  const isGood = await tryTouchedByHand(workspace, touched, seed, start + LIMIT_BY_HAND * 1_000);
  await tryTouchedLines(workspace, touched, seed, start + LIMIT * 1_000);
  return isGood;
}

async function tryTouchedByHand(workspace: string, touched: Touched, seed: number, end: number): Promise<boolean> {
  const chosen = (await handMade(workspace)).filter(({ file }) => touched.has(`${workspace}/${file}`));
  if (chosen.length > 0) return tryHandMade(workspace, shuffled(chosen, randomBySeed(seed)), end);
  console.log(`${workspace}: the last change touches no file that has a fault in mutants/by-hand.json`);
  return true;
}

/** Only in folders whose quick tests suffice: others would take longer to run once than there is time. */
async function tryTouchedLines(workspace: string, touched: Touched, seed: number, end: number): Promise<void> {
  const rows = (FOLDERS[workspace] ?? []).map((row) => ({ ...row, source: `${workspace}/src/${row.name}/` }));
  const rowOf = (file: string) => rows.find(({ source, quick }) => quick !== undefined && file.startsWith(source));
  const all: string[] = [];
  const tests = new Set<string>();
  for (const [file, lines] of touched) {
    const quick = rowOf(file)?.quick;
    if (quick === undefined || file.endsWith(".test.ts")) continue;
    const withCode = new Set(await linesWithCode(file));
    all.push(...lines.filter((line) => withCode.has(line)).map((line) => nameOfLine(file, line)));
    for (const glob of quick) tests.add(glob);
  }
  if (all.length === 0) {
    console.log(`${workspace}: the last change touches no line of code in a folder that has quick tests`);
    return;
  }
  const chosen = shuffled(all, randomBySeed(seed)).slice(0, LINES);
  const seconds = Math.floor((end - performance.now()) / 1_000);
  const what = `${workspace}, within ${chosen.length} of ${all.length} touched lines`;
  const { tried, left } =
    seconds > 0 ? await tryLines(workspace, chosen, [...tests], seconds) : { tried: [], left: undefined };
  if (left === undefined) console.log(`${what}: no mutant tried, because there was no time`);
  else console.log(`${what}: ${tried.length} mutants tried, ${tried.filter(isFound).length} found, ${left} not tried`);

  const survivors = await survivorsIn(tried);
  const open = await Promise.all(
    rows.map(({ name, source }) =>
      unexplained(
        workspace,
        name,
        survivors.filter(({ file }) => file.startsWith(source)),
      ),
    ),
  );
  for (const { file, line, before, after } of open.flat()) console.log(`${file}:${line}\n  - ${before}\n  + ${after}`);
}
