/** Lets Stryker try the mutants within some lines for as long as there is time. */

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, withSpinner } from "../../support/shell.ts";
import { FUZZ, strykerOptions } from "./strykerOptions.ts";
import type { Tried } from "./survivors.ts";

export type TriedLines = {
  /** The mutants that the tests reached and that were tried before the time was up. */
  readonly tried: Tried;
  /** How many of those that the tests reach there was no time for. Undefined if it ended before the tests had run once. */
  readonly left: number | undefined;
};

/**
 * Tries the mutants within lines, with tests of a package.
 *
 * @param lines As Stryker names them, from the root.
 * @param tests Globs below the package.
 * @param seconds After so many, Stryker and all that it started is ended.
 */
export async function tryLines(
  workspace: string,
  lines: readonly string[],
  tests: readonly string[],
  seconds: number,
): Promise<TriedLines> {
  const home = await mkdtemp(join(tmpdir(), "doorkey-mutants-"));
  try {
    const [config, events] = [join(home, "stryker.json"), join(home, "events")];
    const options = {
      ...strykerOptions(workspace, lines, tests),
      tempDirName: join(home, "sandbox"),
      // It writes each answer to a file at once, so that those of a run that was ended are known.
      reporters: ["event-recorder"],
      eventReporter: { baseDir: events },
    };
    await writeFile(config, JSON.stringify(options));
    const end = performance.now() + 1_000 * seconds;
    const { code, output } = await withSpinner(`trying mutants within ${lines.length} lines`, () =>
      run("stryker", ["run", config], { limitSeconds: seconds, env: { DOORKEY_FUZZ: FUZZ } }),
    );
    if (code !== 0 && performance.now() < end) throw new Error(`Stryker failed:\n${output}`);
    return await answersIn(events);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function answersIn(events: string): Promise<TriedLines> {
  const names = await readdir(events).catch(() => []);
  const read = (event: string) =>
    Promise.all(names.filter((name) => name.endsWith(`${event}.json`)).map((name) => eventIn(join(events, name))));
  const [plan] = (await read("-onMutationTestingPlanReady")) as ({ mutantPlans: readonly Plan[] } | undefined)[];
  if (plan === undefined) return { tried: [], left: undefined };
  const answers = (await read("-onMutantTested")) as (Tried[number] | undefined)[];
  const tried = answers.filter((one) => one !== undefined).filter(({ status }) => WAS_RUN.has(status));
  const reached = plan.mutantPlans.filter((one) => (one.runOptions?.testFilter?.length ?? 0) > 0).length;
  return { tried, left: reached - tried.length };
}

/** What Stryker means to do with a mutant. It runs those that have tests. */
type Plan = { readonly runOptions?: { readonly testFilter?: readonly string[] } };

const WAS_RUN: ReadonlySet<string> = new Set(["Killed", "Survived", "Timeout", "RuntimeError"]);

/** Undefined for the file that was being written when the time was up. */
async function eventIn(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
