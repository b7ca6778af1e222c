import { run } from "../../support/shell.ts";

/**
 * The files of a package's sources that the last change touches, from the package's folder: since the branch left
 * `main`, or, on `main` itself, since the commit before. Empty in a copy that has no earlier commit.
 */
export async function touchedFiles(workspace: string): Promise<ReadonlySet<string>> {
  const base = await baseOf();
  if (base === undefined) return new Set();
  const { output } = await run("git", [
    "diff",
    "--name-only",
    `--relative=${workspace}`,
    base,
    "HEAD",
    "--",
    `${workspace}/src`,
  ]);
  return new Set(output.split("\n").filter((path) => path !== ""));
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
