import hre from "hardhat";
import { buildStalePackages } from "./packages.ts";
import { withSpinner } from "./shell.ts";

/**
 * Compiles what has changed and writes ABI and TypeScript types, without `tests` in a part of the time; then the
 * packages that others import as their users do.
 */
export async function build({ tests = true }: { readonly tests?: boolean } = {}): Promise<void> {
  await withSpinner("compiling contracts (a minute or two the first time)", () =>
    hre.tasks.getTask("build").run({ quiet: true, noTests: !tests }),
  );
  await buildStalePackages();
}
