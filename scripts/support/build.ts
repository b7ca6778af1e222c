import hre from "hardhat";
import { saying } from "./shell.ts";

/** Compiles what has changed and writes ABI and TypeScript types. */
export async function build(): Promise<void> {
  await saying("compiling contracts (a minute or two the first time)", () =>
    hre.tasks.getTask("build").run({ quiet: true }),
  );
}
