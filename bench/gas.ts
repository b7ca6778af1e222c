/**
 * The gas of the suite on osaka: whole transactions, each alone in its block, divided by their items.
 *
 *   npm run gas               measures; fails if a row is above its goal, or if snapshots/ differs
 *   npm run gas -- --update   measures and writes snapshots/ and the README's table
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataLength, keccak256 } from "ethers";
import { productContracts } from "../tools/support/artifacts.ts";
import { compile } from "../tools/support/build.ts";
import { withGasTable } from "../tools/support/gasTable.ts";
import { bad, dim, good, ROOT, withSpinner } from "../tools/support/shell.ts";
import { admissionRows } from "./admissions.ts";
import { ballotRows, lookUpRows } from "./ballot.ts";
import type { Row } from "./chain.ts";
import { changeRows } from "./changes.ts";
import { forwarderRows } from "./forwarding.ts";
import { grantRows, levelRows, taggedRows } from "./grants.ts";
import { presaleRows } from "./presale.ts";

const README = join(ROOT, "README.md");
/** Room for the longest name of a row. */
const NAME_WIDTH = 66;

type Snapshot = Readonly<Record<string, unknown>>;

await compile({ tests: false });
const rows = await withSpinner("measuring", async () => [
  ...(await grantRows()),
  ...(await levelRows()),
  ...(await taggedRows()),
  ...(await presaleRows()),
  ...(await ballotRows()),
  ...(await lookUpRows()),
  ...(await changeRows()),
  ...(await admissionRows()),
  ...(await forwarderRows()),
]);
const codes = (await productContracts()).map(({ name, bytecode, deployedBytecode }) => ({
  name,
  size: dataLength(deployedBytecode),
  initcodeHash: keccak256(bytecode),
}));

for (const line of [
  ...gasTable(rows),
  "",
  ...codes.map(({ name, size }) => `${name.padEnd(NAME_WIDTH)}${figure(size)} bytes`),
]) {
  console.log(line);
}

const gasSnapshot: Snapshot = Object.fromEntries(rows.map(({ name, gas }) => [name, gas]));
const codeSnapshot: Snapshot = Object.fromEntries(codes.map(({ name, ...code }) => [name, code]));
const above = rows.filter(isAbove).map((row) => `${row.name}: ${figure(each(row))} is above ${figure(row.goal ?? 0)}`);

if (process.argv.includes("--update")) {
  await write("gas", gasSnapshot);
  await write("code", codeSnapshot);
  await writeFile(README, withGasTable(await readFile(README, "utf8"), gasSnapshot));
  console.log(`\n${good("✓")} wrote snapshots/ and the table in README.md`);
  process.exit();
}
const faults = [...above, ...(await differences("gas", gasSnapshot)), ...(await differences("code", codeSnapshot))];
if (faults.length > 0) console.error(`\n${faults.map((fault) => `${bad("✗")} ${fault}`).join("\n")}`);
process.exit(faults.length === 0 ? 0 : 1);

function gasTable(measured: readonly Row[]): string[] {
  const heading = `${"gas".padEnd(NAME_WIDTH)}${"whole".padStart(12)}${"each".padStart(10)}${"goal".padStart(10)}`;
  return [
    dim(heading),
    ...measured.map((row) => {
      const goal =
        row.goal === undefined ? "" : `${figure(row.goal).padStart(10)} ${isAbove(row) ? bad("✗") : good("✓")}`;
      return `${row.name.padEnd(NAME_WIDTH)}${figure(row.gas).padStart(12)}${figure(each(row)).padStart(10)}${goal}`;
    }),
  ];
}

function each({ gas, items }: Row): number {
  return Math.ceil(gas / items);
}

function isAbove(row: Row): boolean {
  return row.goal !== undefined && each(row) > row.goal;
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}

/**
 * Every difference between a snapshot and the measurement. They must match exactly: the same code takes the same gas.
 */
async function differences(name: string, measured: Snapshot): Promise<string[]> {
  const stored: Snapshot = JSON.parse(await readFile(pathOf(name), "utf8").catch(() => "{}"));
  const text = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
  return [...new Set([...Object.keys(stored), ...Object.keys(measured)])]
    .filter((key) => text(stored[key]) !== text(measured[key]))
    .map(
      (key) =>
        `snapshots/${name}.json is stale: ${key}: ${text(stored[key])}, now ${text(measured[key])}; npm run gas -- --update`,
    );
}

async function write(name: string, snapshot: Snapshot): Promise<void> {
  await writeFile(pathOf(name), `${JSON.stringify(snapshot, undefined, 2)}\n`);
}

function pathOf(name: string): string {
  return join(ROOT, "snapshots", `${name}.json`);
}
