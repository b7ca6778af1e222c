/**
 * Every test there is, one runner after the other, and at the end how many passed and failed over all of them.
 *
 *   npm test              all tests
 *   npm run test:deep     the same with 10,000 runs of each fuzz test, and what packages call deep
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build } from "./support/build.ts";
import { bad, good, ROOT, run } from "./support/shell.ts";

const DEEP_FUZZ_RUNS = "10000";
const deep = process.argv.includes("--deep");

type Runner = { readonly title: string; readonly program: string; readonly args: readonly string[] };

const runners: readonly Runner[] = [
  { title: "contracts", program: "hardhat", args: ["test", "solidity", "--no-compile"] },
  { title: "flows", program: "hardhat", args: ["test", "mocha", "--no-compile"] },
  ...(await workspacesWithTests()),
];

await build();
const env: Record<string, string> = deep ? { DOORKEY_FUZZ: DEEP_FUZZ_RUNS } : {};
const summary: string[] = [];
let passed = 0;
let failed = 0;
for (const { title, program, args } of runners) {
  console.log(`\n── ${title} ──`);
  const { code, output } = await run(program, args, { show: true, env });
  const counted = count(output);
  // A runner may fail without a failing test: it crashed, or a file did not load.
  const failures = Math.max(counted.failed, code === 0 ? 0 : 1);
  passed += counted.passed;
  failed += failures;
  summary.push(`${failures === 0 ? good("✓") : bad("✗")} ${title}: ${counted.passed} passed, ${failures} failed`);
}

console.log(`\n${summary.join("\n")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** Sums what the runners print: Hardhat and mocha "12 passing", node:test "# pass 12" or "ℹ pass 12". */
function count(output: string): { passed: number; failed: number } {
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
