/**
 * Puts small faults into the TypeScript of a package, one at a time, and lists those that no test finds.
 *
 *   npm run test:mutants -w doorkey                          every folder of the package that has a row in folders.ts
 *   npm run test:mutants -w doorkey -- codes verdicts        these folders
 *   npm run test:mutants -w doorkey -- codes --fresh         asks again what the run before has answered
 *   npm run test:mutants -w doorkey -- gate --sample 40      tries those within 40 lines; --seed 7 chooses the same ones
 *   npm run test:mutants -w doorkey -- by-hand               the faults of mutants/by-hand.json: locks, fences, money
 *   npm run test:mutants -w doorkey -- by-hand --only fence  those of them with this in file or sentence
 *   npm run test:mutants -w doorkey -- --touched --seed 7    those by hand in files that the last change touches, and those
 *                                                            within lines that it touches, three minutes in all
 *
 * A folder misses its goal if fewer than 92 of a hundred are found, or if a survivor has no sentence in
 * `mutants/<folder>.json` of the package, or if the run of a mutant failed by itself. Each fault by hand must be found.
 */

import { randomInt } from "node:crypto";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { buildStalePackages } from "../../support/packages.ts";
import { bad, good, ROOT } from "../../support/shell.ts";
import { handMade, tryHandMade } from "./byHand.ts";
import { FOLDERS } from "./folders.ts";
import { type Score, tryFolder } from "./tryFolder.ts";
import { tryTouched } from "./tryTouched.ts";

const GOAL = 0.92;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fresh: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    sample: { type: "string" },
    touched: { type: "boolean", default: false },
    seed: { type: "string" },
  },
});
// npm runs a package's script in the package's folder.
const workspace = basename(process.cwd());
const folders = FOLDERS[workspace] ?? [];
process.chdir(ROOT);
process.exit((await tryAll()) ? 0 : 1);

/** Whether everything that was asked for reaches its goal. */
async function tryAll(): Promise<boolean> {
  const seed = Number(options.seed ?? randomInt(2 ** 31));
  if (options.touched) return tryTouched(workspace, seed);
  const names = positionals.length === 0 ? folders.map(({ name }) => name) : positionals;
  const known = ["by-hand", ...folders.map(({ name }) => name)];
  if (names.some((name) => !known.includes(name))) {
    console.error(`Folders of ${workspace}: ${known.join(", ")}`);
    return false;
  }
  await buildStalePackages();
  let isGood = true;
  if (names.includes("by-hand")) {
    const chosen = (await handMade(workspace)).filter(({ file, what }) => `${file} ${what}`.includes(options.only));
    isGood = await tryHandMade(workspace, chosen);
  }
  const sample = options.sample === undefined ? undefined : { lines: Number(options.sample), seed };
  if (sample !== undefined) console.log(`--sample ${sample.lines} --seed ${sample.seed}`);
  const scores: Score[] = [];
  for (const folder of folders.filter(({ name }) => names.includes(name))) {
    scores.push(await tryFolder(workspace, folder, { fresh: options.fresh, sample }));
  }
  if (scores.length > 0) isGood = report(scores) && isGood;
  return isGood;
}

function report(scores: readonly Score[]): boolean {
  for (const { open } of scores) {
    for (const { file, line, before, after } of open) console.log(`${file}:${line}\n  - ${before}\n  + ${after}`);
  }
  console.log(
    "\n| folder | found | of | % | without a sentence | no answer | s |\n|---|---:|---:|---:|---:|---:|---:|",
  );
  for (const { folder, found, all, seconds, unanswered, open } of scores) {
    const percent = all === 0 ? "–" : ((100 * found) / all).toFixed(1);
    const counts = [found, all, percent, open.length, unanswered, seconds];
    console.log(`| ${workspace}/src/${folder} | ${counts.join(" | ")} |`);
  }
  const isGood = scores.every(
    ({ found, all, unanswered, open }) => found >= GOAL * all && unanswered + open.length === 0,
  );
  console.log(isGood ? good("every folder reaches its goal") : bad("a folder misses its goal"));
  return isGood;
}
