import { readFile } from "node:fs/promises";
import { ROOT } from "../../support/shell.ts";

/** What holds no code that a mutant could change: blank lines, comments, imports, closing brackets. */
const WITHOUT_CODE = /^\s*(?:$|\/\/|\/?\*|import\b|export \{|[)\]};,]*$)/;

/** The numbers of a file's lines that hold code, from 1 on. The path is below the root. */
export async function linesWithCode(file: string): Promise<number[]> {
  const lines = (await readFile(`${ROOT}/${file}`, "utf8")).split("\n");
  return lines.flatMap((line, i) => (WITHOUT_CODE.test(line) ? [] : [i + 1]));
}

/** How Stryker names a line of a file. */
export function nameOfLine(file: string, line: number): string {
  return `${file}:${line}-${line}`;
}
