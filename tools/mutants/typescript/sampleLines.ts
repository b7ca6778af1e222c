import { glob } from "node:fs/promises";
import { randomBySeed } from "../../support/randomBySeed.ts";
import { ROOT } from "../../support/shell.ts";
import { shuffled } from "../../support/shuffled.ts";
import { linesWithCode, nameOfLine } from "./linesWithCode.ts";

/**
 * Lines with code of a folder below the root, chosen by a seed, as Stryker names them. Only mutants within one of these
 * lines are tried, and those are harder to find than the removal of a whole block.
 */
export async function sampleLines(folder: string, count: number, seed: number): Promise<string[]> {
  const lines: string[] = [];
  const files: string[] = [];
  for await (const file of glob(`${folder}/**/*.ts`, { cwd: ROOT, exclude: ["**/*.test.ts"] })) files.push(file);
  for (const file of files.sort()) {
    lines.push(...(await linesWithCode(file)).map((line) => nameOfLine(file, line)));
  }
  return shuffled(lines, randomBySeed(seed)).slice(0, count);
}
