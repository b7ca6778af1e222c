import hre from "hardhat";
import { saying } from "./shell.ts";

/** Compiles what has changed and writes ABI and TypeScript types; without `tests` in a part of the time. */
export async function build({ tests = true }: { readonly tests?: boolean } = {}): Promise<void> {
  await saying("compiling contracts (a minute or two the first time)", () =>
    hre.tasks.getTask("build").run({ quiet: true, noTests: !tests }),
  );
}
