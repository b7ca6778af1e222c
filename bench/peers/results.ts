/** bench/results: the measured rows, and the setting that is needed to measure them again. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../tools/support/shell.ts";
import { SETTINGS } from "./compile.ts";
import type { Fork } from "./forks.ts";
import { versionOf } from "./packages.ts";
import type { GasRow } from "./rows.ts";

/** The setting for which the figures hold. */
export type Setting = {
  readonly fork: string;
  readonly chain: string;
  readonly compiler: string;
  readonly gas: string;
  readonly batch: string;
  readonly holders: string;
};

export type Results = { readonly setting: Setting; readonly rows: readonly GasRow[] };

/** How many units go into one transaction. */
export const SIZES = [1, 10, 100, 1_000] as const;

export async function settingOf(fork: Fork): Promise<Setting> {
  const [hardhat, edr, solc] = await Promise.all(["hardhat", "@nomicfoundation/edr", "solc"].map(versionOf));
  return {
    fork,
    chain: `Hardhat ${hardhat}, EDR ${edr}, transaction gas cap off`,
    compiler: `solc ${solc}, viaIR, optimizer runs 800 (peers' wrappers: ${SETTINGS.optimizer.runs}), evmVersion osaka; published peers as published`,
    gas: "gasUsed of the whole transaction divided by N, rounded up; alone in its block, counters warm",
    batch: `N = ${SIZES.join(", ")} in one transaction`,
    holders: "distinct, none of their bytes zero, unless an operation says ONE owner",
  };
}

export async function readResults(fork: Fork = "osaka"): Promise<Results> {
  return JSON.parse(await readFile(pathOf(fork), "utf8"));
}

export async function writeResults(fork: Fork, results: Results): Promise<void> {
  await writeFile(pathOf(fork), serialize(results));
}

function serialize(results: Results): string {
  return `${JSON.stringify(results, undefined, 2)}\n`;
}

/** What differs between two runs, a sentence each. */
export function differences(stored: Results | undefined, measured: Results): string[] {
  if (stored === undefined) return ["bench/results: nothing is stored; npm run bench:gas"];
  return serialize(stored) === serialize(measured) ? [] : changedRows(stored.rows, measured.rows);
}

function changedRows(stored: readonly GasRow[], measured: readonly GasRow[]): string[] {
  const key = ({ system, operation, n }: GasRow) => `${system}, ${operation}, N = ${n}`;
  const [before, after] = [stored, measured].map((rows) => new Map(rows.map((row) => [key(row), row.gasPerUnit])));
  const changed = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
    .filter((name) => before?.get(name) !== after?.get(name))
    .map((name) => `bench/results: ${name}: ${before?.get(name) ?? "nothing"}, now ${after?.get(name) ?? "nothing"}`);
  return changed.length > 0 ? changed : ["bench/results: its setting or order of rows is stale; npm run bench:gas"];
}

function pathOf(fork: Fork): string {
  return join(ROOT, "bench/results", fork === "osaka" ? "gas.json" : `gas-${fork}.json`);
}
