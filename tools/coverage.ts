/** Which lines and statements of the contracts no test reaches. Fails if there are any but those excused below. */

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { bad, good, ROOT, run } from "./support/shell.ts";

type Excuse = { readonly file: string; readonly line: string; readonly reason: string };

/** Lines, word for word, that no test can reach, each with its reason. */
const excused: readonly Excuse[] = [];

type FileCoverage = { readonly file: string; readonly unreached: readonly number[]; readonly statements: number };

// Tests of gas, of code size and of code hashes fail while code counts its statements: whether tests pass, npm test
// tells. What a test did not reach because it failed shows here as unreached.
await rm(join(ROOT, "coverage"), { recursive: true, force: true });
const { output } = await run("hardhat", ["test", "--coverage"], { show: true, env: { DOORKEY_COVERAGE: "1" } });

const faults = (await Promise.all((await coverage()).map(faultsOf))).flat();
for (const fault of faults) console.error(`${bad("✗")} ${fault}`);
if (faults.length === 0) console.log(`${good("✓")} tests reach every line and statement of the contracts`);
process.exit(faults.length === 0 ? 0 : 1);

async function faultsOf({ file, unreached, statements }: FileCoverage): Promise<string[]> {
  const lines = (await readFile(join(ROOT, file), "utf8")).split("\n");
  const isExcused = (line: string) => excused.some((excuse) => excuse.file === file && excuse.line === line);
  const inexcusable = unreached.filter((number) => !isExcused((lines[number - 1] ?? "").trim()));
  if (inexcusable.length > 0) {
    return inexcusable.map((number) => `${file}:${number}: no test reaches ${(lines[number - 1] ?? "").trim()}`);
  }
  if (statements === 100 || unreached.length > 0) return [];
  return [`${file}: tests reach ${statements} % of its statements, though all of its lines: see coverage/html`];
}

async function coverage(): Promise<FileCoverage[]> {
  const report = await readFile(join(ROOT, "coverage/lcov.info"), "utf8");
  return report
    .split("end_of_record")
    .map((record) => ({ record, file: /^SF:(.+)$/m.exec(record)?.[1] ?? "" }))
    .filter(({ file }) => file !== "")
    .map(({ record, file }) => ({
      file,
      unreached: [...record.matchAll(/^DA:(\d+),0$/gm)].map((match) => Number(match[1])),
      statements: statementsOf(file),
    }));
}

/** The trace file knows lines only; statements are in the table that Hardhat prints: file, lines, statements. */
function statementsOf(file: string): number {
  const row = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.split(/[|│║]/).map((cell) => cell.trim()))
    .find((cells) => cells.includes(file));
  const share = row?.[row.indexOf(file) + 2];
  if (share === undefined) throw new Error(`Hardhat's coverage report does not mention ${file}`);
  return Number(share);
}
