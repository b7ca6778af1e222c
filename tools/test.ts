/**
 * Runs every test, and prints at the end how many passed and failed. Two runners work at a time if there are two cores.
 * The output of a runner is printed in one piece when it is done, and once more at the end what failed. A runner that
 * hangs is ended after its limit, so that one test never hides what the others said.
 *
 *   npm test              all tests
 *   npm run test:deep     the same with 10,000 runs of each fuzz test, and what packages call deep
 */

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { mapBounded } from "../sdk/src/core/mapBounded.ts";
import { build } from "./support/build.ts";
import { bad, good, ROOT, run, withSpinner } from "./support/shell.ts";
import { files } from "./support/sources.ts";

const DEEP_FUZZ_RUNS = "10000";
/** Several times what the longest runner takes on two cores. */
const LIMIT_SECONDS = 2_400;
const DEEP_LIMIT_SECONDS = 24 * 3_600;
const deep = process.argv.includes("--deep");

/** Of a runner without a count of failures, so many last lines say why it ended. */
const LAST_LINES = 40;

type Counted = { readonly passed: number; readonly failed: number; readonly why: string };
type Runner = { readonly title: string; readonly program: string; readonly args: readonly string[] };

const runners: readonly Runner[] = [
  { title: "contracts", program: "hardhat", args: ["test", "solidity", "--no-compile"] },
  { title: "flows", program: "hardhat", args: ["test", "mocha", "--no-compile"] },
  {
    title: "demo",
    program: "hardhat",
    args: ["test", "mocha", "--no-compile", ...(await files("demo/test/**/*.test.ts"))],
  },
  ...(await workspacesWithTests()),
];

await build();
const env: Record<string, string> = {
  // The tests start hundreds of programs. Each of them would compile the same modules again.
  NODE_COMPILE_CACHE: join(ROOT, "node_modules/.cache/node-compile"),
  ...(deep ? { DOORKEY_FUZZ: DEEP_FUZZ_RUNS } : {}),
};
const width = Math.min(2, availableParallelism());
const running = new Set<string>();
const results = await withSpinner(
  () => `testing ${[...running].join(" and ")}`,
  () => mapBounded(runners, width, runTests),
);

for (const [i, { failed, why }] of results.entries()) {
  if (failed > 0) console.log(`\n── what failed in ${runners[i]?.title} ──\n${why}`);
}
console.log("");
for (const [i, { passed, failed }] of results.entries()) {
  console.log(`${failed === 0 ? good("✓") : bad("✗")} ${runners[i]?.title}: ${passed} passed, ${failed} failed`);
}
const sum = (what: "passed" | "failed") => results.reduce((total, counted) => total + counted[what], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 && sum("passed") > 0 ? 0 : 1);

async function runTests({ title, program, args }: Runner): Promise<Counted> {
  running.add(title);
  const start = performance.now();
  const { code, output } = await run(program, args, {
    env,
    limitSeconds: deep ? DEEP_LIMIT_SECONDS : LIMIT_SECONDS,
  });
  running.delete(title);
  console.log(`\n── ${title}, ${Math.round((performance.now() - start) / 1000)} s ──\n${output}`);
  const { passed, failed } = count(output);
  // A runner may fail without a failing test: it crashed, a file did not load, or it ended without a count.
  const hasEnded = code === 0 && passed + failed > 0;
  return { passed, failed: Math.max(failed, hasEnded ? 0 : 1), why: failures(output) };
}

/** What mocha says below its count of failures; without one the last lines. */
function failures(output: string): string {
  const lines = output.trimEnd().split("\n");
  const count = lines.findIndex((line) => /^\s*[1-9]\d* failing\b/.test(stripVTControlCharacters(line)));
  return lines.slice(count === -1 ? -LAST_LINES : count).join("\n");
}

/** Sums what the runners print: Hardhat and mocha "12 passing", node:test "# pass 12" or "ℹ pass 12". */
function count(output: string): Pick<Counted, "passed" | "failed"> {
  const text = stripVTControlCharacters(output);
  const sum = (pattern: RegExp) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
  return {
    passed: sum(/^\s*(\d+) passing\b/gm) + sum(/^[#ℹ] pass (\d+)$/gm),
    failed: sum(/^\s*(\d+) failing\b/gm) + sum(/^[#ℹ] fail (\d+)$/gm),
  };
}

async function workspacesWithTests(): Promise<Runner[]> {
  const found: Runner[] = [];
  for (const folder of (await manifest(".")).workspaces ?? []) {
    const { name, scripts = {} } = await manifest(folder);
    const script = deep && "test:deep" in scripts ? "test:deep" : "test";
    if (script in scripts) found.push({ title: name, program: "npm", args: ["run", script, "-w", name] });
  }
  return found;
}

type Manifest = { name: string; workspaces?: string[]; scripts?: Record<string, string> };

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8"));
}
