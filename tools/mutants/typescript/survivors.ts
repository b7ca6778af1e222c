/** The mutants that no test found, and why each may stay. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Stryker } from "@stryker-mutator/core";
import { ROOT } from "../../support/shell.ts";

export type Tried = Awaited<ReturnType<Stryker["runMutationTest"]>>;

export type Survivor = {
  /** From the root. */
  readonly file: string;
  readonly line: number;
  /** The code that the mutant replaces, and what it puts there. */
  readonly before: string;
  readonly after: string;
};

/** One that may stay. It is found by its code, so that lines around it may move. */
type Explained = Omit<Survivor, "line"> & { readonly why: string };

export function isFound({ status }: Pick<Tried[number], "status">): boolean {
  return status === "Killed" || status === "Timeout";
}

/** Those that a test should have found: it ran them and passed, or no test ran them. */
export async function survivorsIn(mutants: Tried): Promise<Survivor[]> {
  const missed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  return Promise.all(
    missed.map(async ({ fileName, location: { start, end }, replacement = "" }) => {
      const lines = (await readFile(fileName, "utf8")).split("\n").slice(start.line - 1, end.line);
      lines[lines.length - 1] = lines.at(-1)?.slice(0, end.column - 1) ?? "";
      lines[0] = lines[0]?.slice(start.column - 1) ?? "";
      const [before, after] = [lines.join("\n"), replacement].map((code) => code.replace(/\s+/g, " ").trim());
      return { file: relative(ROOT, fileName), line: start.line, before: before ?? "", after: after ?? "" };
    }),
  );
}

/** The survivors of a folder that its file `mutants/<folder>.json`, beside the package's sources, does not explain. */
export async function unexplained(
  workspace: string,
  folder: string,
  survivors: readonly Survivor[],
): Promise<Survivor[]> {
  const file = join(ROOT, workspace, "mutants", `${folder.replaceAll("/", "-")}.json`);
  const explained: readonly Explained[] = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : [];
  const keys = new Set(explained.map(keyOf));
  return survivors.filter((survivor) => !keys.has(keyOf(survivor)));
}

function keyOf({ file, before, after }: Pick<Survivor, "file" | "before" | "after">): string {
  return JSON.stringify([file, before, after]);
}
