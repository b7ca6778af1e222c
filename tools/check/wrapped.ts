import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

const WIDTH = 120;

/** Documents are wrapped, so that a change of a sentence is a change of its line. */
export async function wrapped(): Promise<string[]> {
  const paths = (await files("**/*.md")).filter((path) => !/\/dist\/|^docs\/reference/.test(path));
  const faults = await Promise.all(
    paths.map(async (path) => {
      const lines = longLines(await readFile(join(ROOT, path), "utf8"));
      return lines.map((line) => `${path}:${line}: the line is longer than ${WIDTH} characters`);
    }),
  );
  return faults.flat();
}

/** Numbers of the lines that should be wrapped: not those of tables, code, headings, HTML, or one long word. */
export function longLines(text: string): number[] {
  let isCode = false;
  return text.split("\n").flatMap((line, i) => {
    if (/^\s*```/.test(line)) isCode = !isCode;
    const isFree = isCode || /^\s*(?:\||#|<|!?\[[^\]]*\]:)/.test(line) || !/\S\s+\S/.test(line.trim().slice(0, WIDTH));
    return !isFree && line.length > WIDTH ? [i + 1] : [];
  });
}
