import { join } from "node:path";
import type { Stryker } from "@stryker-mutator/core";

type Options = ConstructorParameters<typeof Stryker>[0];

/** What no test of TypeScript reads. */
const IGNORED = ["cache", "docs", "snapshots", "bench", "ops", "demo", ".git"];

/** Inputs for each property: a mutant that these do not find, more of them hardly find. */
export const FUZZ = process.env.DOORKEY_FUZZ ?? "100";

/** How Stryker tries the mutants of some files or lines with some tests of a package, given as globs below it. */
export function strykerOptions(
  workspace: string,
  mutate: readonly string[],
  tests: readonly string[],
  titles?: string,
): Options {
  return {
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mutate: [...mutate],
    // A test that repeats a text finds nothing.
    mutator: { plugins: [], excludedMutations: ["StringLiteral", "Regex"] },
    // What runs once while a file loads would need a process of its own for each mutant.
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    mochaOptions: {
      config: join(workspace, ".mocharc.json"),
      package: join(workspace, "package.json"),
      spec: tests.map((glob) => `${workspace}/${glob}`),
      ...(titles !== undefined && { grep: titles }),
    },
    // Node strips the types itself; no file is compiled, and none of ours is checked with a mutant in it.
    tsconfigFile: "none.json",
    disableTypeChecks: true,
    ignorePatterns: IGNORED,
    concurrency: 1,
    timeoutMS: 20_000,
  };
}
