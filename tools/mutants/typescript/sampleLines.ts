import { glob, readFile } from "node:fs/promises";
import { randomBySeed } from "../../support/randomBySeed.ts";
import { ROOT } from "../../support/shell.ts";
import { shuffled } from "../../support/shuffled.ts";

/** What holds no code that a mutant could change: blank lines, comments, imports, closing brackets. */
const WITHOUT_CODE = /^\s*(?:$|\/\/|\/?\*|import\b|export \{|[)\]};,]*$)/;

/**
 * Lines with code of a folder below the root, chosen by a seed, as Stryker names them. Only mutants within one of these
 * lines are tried, and those are harder to find than the removal of a whole block.
 */
export async function sampleLines(folder: string, count: number, seed: number): Promise<string[]> {
  const lines: string[] = [];
  const files: string[] = [];
  for await (const file of glob(`${folder}/**/*.ts`, { cwd: ROOT, exclude: ["**/*.test.ts"] })) files.push(file);
  for (const file of files.sort()) {
    const text = await readFile(`${ROOT}/${file}`, "utf8");
    for (const [i, line] of text.split("\n").entries()) {
      if (!WITHOUT_CODE.test(line)) lines.push(`${file}:${i + 1}-${i + 1}`);
    }
  }
  return shuffled(lines, randomBySeed(seed)).slice(0, count);
}
