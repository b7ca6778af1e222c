import hre from "hardhat";
import { buildStalePackages } from "./packages.ts";
import { withSpinner } from "./shell.ts";

/** Compiles what has changed, then builds the packages that others import as their users do. */
export async function build(): Promise<void> {
  await compile({ tests: true });
  await buildStalePackages();
}

/** Compiles what has changed, and writes ABI and TypeScript types; without `tests` this is faster. */
export async function compile({ tests }: { readonly tests: boolean }): Promise<void> {
  await withSpinner("compiling contracts (a minute or two the first time)", () =>
    hre.tasks.getTask("build").run({ quiet: true, noTests: !tests }),
  );
}
