/** Lets Stryker put faults into the files of a folder, one at a time. */

import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { ROOT } from "../../support/shell.ts";
import type { Folder } from "./folders.ts";
import { sampleLines } from "./sampleLines.ts";
import { type Survivor, survivorsIn, unexplained } from "./survivors.ts";

/** How many of a folder's mutants the tests found. Mutants that do not compile, or are excluded, do not count. */
export type Score = {
  readonly folder: string;
  readonly found: number;
  readonly all: number;
  readonly seconds: number;
  /** Survivors without an explanation. */
  readonly open: readonly Survivor[];
};

const CACHE = join(ROOT, "node_modules/.cache/doorkey-mutants");
/** What no test of TypeScript reads. */
const IGNORED = ["cache", "docs", "snapshots", "bench", "ops", "demo", ".git"];

export type HowToTry = {
  /** Asks again what the run before has answered. */
  readonly fresh: boolean;
  /** Tries only the mutants within so many lines, which the seed chooses. */
  readonly sample?: { readonly lines: number; readonly seed: number } | undefined;
};

/** Tries the mutants of a folder. If an earlier run was stopped, this one tries only the mutants without an answer. */
export async function tryFolder(
  workspace: string,
  { name, tests }: Folder,
  { fresh, sample }: HowToTry,
): Promise<Score> {
  const start = performance.now();
  await mkdir(CACHE, { recursive: true });
  const source = `${workspace}/src/${name}`;
  const stryker = new Stryker({
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mutate:
      sample === undefined
        ? [`${source}/**/*.ts`, `!${source}/**/*.test.ts`]
        : await sampleLines(source, sample.lines, sample.seed),
    // A test that repeats a text finds nothing.
    mutator: { plugins: [], excludedMutations: ["StringLiteral", "Regex"] },
    // What runs once while a file loads would need a process of its own for each mutant.
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    mochaOptions: {
      config: join(workspace, ".mocharc.json"),
      package: join(workspace, "package.json"),
      spec: tests.map((glob) => `${workspace}/${glob}`),
    },
    // Node strips the types itself; no file is compiled, and none of ours is checked with a mutant in it.
    tsconfigFile: "none.json",
    disableTypeChecks: true,
    ignorePatterns: IGNORED,
    concurrency: 1,
    incremental: sample === undefined,
    force: fresh,
    incrementalFile: join(CACHE, `${workspace}-${name.replaceAll("/", "-")}.json`),
    // Node strips no types below node_modules.
    tempDirName: join(tmpdir(), `doorkey-mutants-${process.pid}`),
    reporters: ["progress-append-only"],
    timeoutMS: 20_000,
    // The first run has every test, and a busy machine takes long for flows on a chain.
    dryRunTimeoutMinutes: 30,
  });
  const mutants = await stryker.runMutationTest();
  const found = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  const survivors = await survivorsIn(mutants);
  const open = await unexplained(workspace, name, survivors);
  const seconds = Math.round((performance.now() - start) / 1000);
  return { folder: name, found, all: found + survivors.length, seconds, open };
}
