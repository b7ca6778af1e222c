/** Lets Stryker put faults into the files of a folder, one at a time. */

import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { ROOT } from "../../support/shell.ts";
import type { Folder } from "./folders.ts";
import { sampleLines } from "./sampleLines.ts";
import { FUZZ, strykerOptions } from "./strykerOptions.ts";
import { isFound, type Survivor, survivorsIn, unexplained } from "./survivors.ts";

/** How many of a folder's mutants the tests found. Mutants that do not compile, or are excluded, do not count. */
export type Score = {
  readonly folder: string;
  readonly found: number;
  readonly all: number;
  readonly seconds: number;
  /** Mutants whose run failed by itself, which says nothing of the tests. */
  readonly unanswered: number;
  /** Survivors without an explanation. */
  readonly open: readonly Survivor[];
};

const CACHE = join(ROOT, "node_modules/.cache/doorkey-mutants");

export type HowToTry = {
  /** Asks again what the run before has answered. */
  readonly fresh: boolean;
  /** Tries only the mutants within so many lines, which the seed chooses. */
  readonly sample?: { readonly lines: number; readonly seed: number } | undefined;
};

/** Tries the mutants of a folder. If an earlier run was stopped, this one tries only the mutants without an answer. */
export async function tryFolder(
  workspace: string,
  { name, tests, titles, startMs }: Folder,
  { fresh, sample }: HowToTry,
): Promise<Score> {
  const start = performance.now();
  await mkdir(CACHE, { recursive: true });
  const source = `${workspace}/src/${name}`;
  const mutate =
    sample === undefined
      ? [`${source}/**/*.ts`, `!${source}/**/*.test.ts`]
      : await sampleLines(source, sample.lines, sample.seed);
  process.env.DOORKEY_FUZZ = FUZZ;
  const stryker = new Stryker({
    ...strykerOptions(workspace, mutate, tests, titles),
    ...(startMs !== undefined && { timeoutMS: startMs }),
    incremental: sample === undefined,
    force: fresh,
    incrementalFile: join(CACHE, `${workspace}-${name.replaceAll("/", "-")}.json`),
    // Node strips no types below node_modules.
    tempDirName: join(tmpdir(), `doorkey-mutants-${process.pid}`),
    reporters: ["progress-append-only"],
    // The first run has every test, and a busy machine takes long for flows on a chain.
    dryRunTimeoutMinutes: 30,
  });
  const mutants = await stryker.runMutationTest();
  const found = mutants.filter(isFound).length;
  const unanswered = mutants.filter(({ status }) => status === "RuntimeError" || status === "Pending").length;
  const survivors = await survivorsIn(mutants);
  const open = await unexplained(workspace, name, survivors);
  const seconds = Math.round((performance.now() - start) / 1000);
  return { folder: name, found, all: found + survivors.length, seconds, unanswered, open };
}
