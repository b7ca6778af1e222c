/** Faults that were chosen by hand: a lock, a fence or a condition is left out, and the tests named must notice. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { bad, dim, good, ROOT, withSpinner } from "../../support/shell.ts";
import { copyRepository } from "../sandbox.ts";

/** One fault. Paths are below the package. */
export type HandMade = {
  /** What goes wrong for people if this fault is in the product. */
  readonly what: string;
  readonly file: string;
  /** Text that stands once in the file. */
  readonly before: string;
  readonly after: string;
  /** Test files that look at it. */
  readonly tests: readonly string[];
};

/** A mutant that makes a loop endless is killed by the time it takes. */
const TIMEOUT_MS = 240_000;
/** A test that failed may leave a server open, which would keep its process. */
const LAST_WORDS_MS = 10_000;
/** How mocha prints a test that failed. */
const FAILED_TEST = /^\s+\d+\) (.+)$/m;

/** The faults in the list beside a package's sources; none if it has no list. */
export async function handMade(workspace: string): Promise<readonly HandMade[]> {
  const list = join(ROOT, workspace, "mutants/by-hand.json");
  return existsSync(list) ? JSON.parse(await readFile(list, "utf8")) : [];
}

/**
 * Tries faults of a package. Returns whether tests noticed every one that was tried.
 *
 * @param end Time of `performance.now()` after which none is begun.
 */
export async function tryHandMade(
  workspace: string,
  chosen: readonly HandMade[],
  end = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const home = await withSpinner("copying the repository", () => copyRepository(["artifacts", "types", "sdk/dist"]));
  const folder = join(home, workspace);
  const sound = new Set<string>();
  let [tried, survivors] = [0, 0];
  try {
    for (const [i, fault] of chosen.entries()) {
      if (performance.now() >= end) break;
      tried++;
      const start = performance.now();
      const tests = fault.tests.join(" ");
      if (!sound.has(tests)) await expectSound(folder, fault.tests);
      sound.add(tests);
      const by = await failureWith(folder, fault);
      if (by === undefined) survivors++;
      const mark = by === undefined ? bad("✗") : good("✓");
      const fate = by === undefined ? `survived ${tests}` : `killed by ${by}`;
      const seconds = Math.round((performance.now() - start) / 1000);
      console.log(`${i + 1}/${chosen.length} ${mark} ${fault.file}: ${fault.what}: ${fate} ${dim(`${seconds} s`)}`);
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  console.log(`${workspace}, by hand: ${tried} of ${chosen.length} mutants tried, ${tried - survivors} killed`);
  return survivors === 0;
}

/** A test that fails without a fault would kill every one. */
async function expectSound(folder: string, tests: readonly string[]): Promise<void> {
  const failure = await firstFailure(folder, tests);
  if (failure !== undefined) throw new Error(`without any mutant, ${failure} fails in ${tests.join(" ")}`);
}

/** The test that fails with the fault in the file; undefined if all pass. */
async function failureWith(folder: string, { file, before, after, tests }: HandMade): Promise<string | undefined> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  const count = text.split(before).length - 1;
  if (count !== 1) throw new Error(`by-hand.json is stale: ${file} contains ${count} times: ${before}`);
  await writeFile(
    path,
    text.replace(before, () => after),
  );
  try {
    return await firstFailure(folder, tests);
  } finally {
    await writeFile(path, text);
  }
}

function firstFailure(folder: string, tests: readonly string[]): Promise<string | undefined> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules/mocha/bin/mocha.js"), "--bail", ...tests], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    // Mocha runs in a process of its own below this one, and the group ends both.
    detached: true,
  });
  const end = () => child.exitCode === null && child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
  let output = "";
  let failed: string | undefined;
  const take = (chunk: string) => {
    output += chunk;
    const first = FAILED_TEST.exec(stripVTControlCharacters(output))?.[1]?.trim();
    if (failed === undefined && first !== undefined) setTimeout(end, LAST_WORDS_MS).unref();
    failed ??= first;
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", take);
  const timer = setTimeout(() => {
    failed ??= "the time that it takes";
    end();
  }, TIMEOUT_MS);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      done(failed ?? (code === 0 ? undefined : `the run ends with ${code ?? "no code"}`));
    });
  });
}
