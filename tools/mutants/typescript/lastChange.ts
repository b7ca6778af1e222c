/**
 * What the last change touches: since the branch left `main`, or, on `main` itself, since the commit before. Nothing in
 * a copy that has no earlier commit.
 */

import { run } from "../../support/shell.ts";

const NEW_FILE = "+++ b/";
/** The lines of a hunk as they are now: where it begins, and how many it has if not one. */
const HUNK = /^@@ .* \+(\d+)(?:,(\d+))? @@/;

/** The files of a package's sources that the last change touches, with the lines that are new in each. From the root. */
export async function touchedLines(workspace: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const base = await baseOf();
  const touched = new Map<string, number[]>();
  if (base === undefined) return touched;
  const { output } = await run("git", ["diff", "-U0", "--no-ext-diff", base, "HEAD", "--", `${workspace}/src`]);
  let lines: number[] = [];
  for (const line of output.split("\n")) {
    if (line.startsWith(NEW_FILE)) {
      lines = [];
      touched.set(line.slice(NEW_FILE.length), lines);
    }
    const [, start, count = "1"] = HUNK.exec(line) ?? [];
    if (start !== undefined) lines.push(...Array.from({ length: Number(count) }, (_, i) => Number(start) + i));
  }
  return touched;
}

async function baseOf(): Promise<string | undefined> {
  const head = await commitOf("rev-parse", "HEAD");
  for (const branch of ["origin/main", "main"]) {
    const base = await commitOf("merge-base", "HEAD", branch);
    if (base !== undefined && base !== head) return base;
  }
  return commitOf("rev-parse", "--verify", "--quiet", "HEAD~1");
}

async function commitOf(...args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await run("git", args);
  return code === 0 ? output.trim() : undefined;
}
