/** A copy of the repository whose artifacts may be spoiled, and tests that run in it. */

import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT, run } from "../support/shell.ts";
import type { Code } from "./compiler.ts";
import type { Suite } from "./targets.ts";

/** Fuzz tests make fewer runs than usual: a mutant is met by many tests. */
const FUZZ_RUNS = "64";
/** A mutant that makes a loop endless is killed by the time it takes. */
const TIMEOUT_MS = 300_000;
/** How Hardhat and mocha print a test that failed, as soon as it did. */
const FAILED_TEST = /^\s+\d+\) (.+)$/m;

/** A mutant changes gas, so tests of its exact amount (`test_gas`) say nothing about it. */
const OPTIONS: Readonly<Record<Suite["kind"], readonly string[]>> = {
  solidity: ["--grep-exclude", "^test_gas"],
  mocha: ["--bail"],
};

export type Sandbox = {
  /** Puts other code into the artifacts, and what was there before back again when it is called. */
  spoil(codes: readonly Code[]): Promise<() => Promise<void>>;
  /** Runs the tests until one fails. Returns what failed, or undefined if all pass. */
  firstFailure(suite: Suite): Promise<string | undefined>;
  remove(): Promise<void>;
};

export async function openSandbox(): Promise<Sandbox> {
  const home = await copyRepository([]);
  for (const built of ["artifacts", "types", "sdk/dist"]) {
    await cp(join(ROOT, built), join(home, built), { recursive: true, force: false });
  }

  return {
    async spoil(codes) {
      const undo = await Promise.all(codes.map((code) => replace(home, code)));
      return async () => {
        for (const back of undo) await back();
      };
    },
    firstFailure: (suite) => firstFailure(home, suite),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** A copy of the repository's files without the documents. `linked`: what was built and stays as it is. */
export async function copyRepository(linked: readonly string[]): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "doorkey-mutants-"));
  const { output } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard"]);
  for (const path of output.split("\n").filter((line) => line !== "" && !line.startsWith("docs/"))) {
    await cp(join(ROOT, path), join(home, path));
  }
  for (const path of ["node_modules", ...linked]) await symlink(join(ROOT, path), join(home, path));
  return home;
}

async function replace(
  home: string,
  { source, contract, bytecode, deployedBytecode }: Code,
): Promise<() => Promise<void>> {
  const path = join(home, "artifacts", source, `${contract}.json`);
  const kept = await readFile(path, "utf8");
  await writeFile(path, JSON.stringify({ ...JSON.parse(kept), bytecode, deployedBytecode }));
  return () => writeFile(path, kept);
}

function firstFailure(home: string, { kind, tests }: Suite): Promise<string | undefined> {
  const bin = join(home, "node_modules/.bin");
  const child = spawn(join(bin, "hardhat"), ["test", kind, ...tests, ...OPTIONS[kind], "--no-compile"], {
    cwd: home,
    env: {
      ...process.env,
      DOORKEY_FUZZ: FUZZ_RUNS,
      PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
  });

  let output = "";
  let failed: string | undefined;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    failed ??= FAILED_TEST.exec(stripVTControlCharacters(output))?.[1]?.trim();
    if (failed !== undefined) child.kill("SIGKILL");
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done(failed ?? (code === 0 ? undefined : `the run ends with ${code ?? "no code"}`)));
  });
}
