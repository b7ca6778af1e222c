import { stat } from "node:fs/promises";
import { join } from "node:path";
import hre from "hardhat";
import { ROOT, run, withSpinner } from "./shell.ts";
import { files } from "./sources.ts";

/**
 * Compiles what has changed and writes ABI and TypeScript types, without `tests` in a part of the time; then the SDK,
 * which scripts import as its users do.
 */
export async function build({ tests = true }: { readonly tests?: boolean } = {}): Promise<void> {
  await withSpinner("compiling contracts (a minute or two the first time)", () =>
    hre.tasks.getTask("build").run({ quiet: true, noTests: !tests }),
  );
  if (await isSdkStale()) await withSpinner("building the SDK", buildSdk);
}

async function isSdkStale(): Promise<boolean> {
  const built = await newest(["sdk/dist/index.js"]);
  return built === undefined || ((await newest(await files("sdk/src/**/*.ts"))) ?? 0) > built;
}

/** When the last of the files was written; undefined when there is none. */
async function newest(paths: readonly string[]): Promise<number | undefined> {
  const found = await Promise.all(paths.map((path) => stat(join(ROOT, path)).catch(() => undefined)));
  const times = found.flatMap((one) => (one === undefined ? [] : [one.mtimeMs]));
  return times.length === 0 ? undefined : Math.max(...times);
}

async function buildSdk(): Promise<void> {
  const { code, output } = await run("npm", ["run", "build", "-w", "doorkey"]);
  if (code !== 0) throw new Error(`the SDK does not build:\n${output}`);
}
