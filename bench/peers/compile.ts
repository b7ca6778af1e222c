/**
 * Compiles the peers' wrappers with the compiler of the contracts, but apart from them, because they are not part of
 * the project and its checks leave them out. The output is kept in cache/ until sources or settings change.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";
import { ROOT } from "../../tools/support/shell.ts";
import { versionOf } from "./packages.ts";

/** Everything that is needed to deploy a contract. */
export type Artifact = { readonly abi: InterfaceAbi; readonly bytecode: string };

const FOLDER = join(ROOT, "bench/peers/contracts");
const CACHE = join(ROOT, "cache/peers");
const LIBRARIES = ["solc", "@openzeppelin/contracts", "solady", "erc721a"] as const;

/** The settings with which the baselines were measured. */
export const SETTINGS = {
  optimizer: { enabled: true, runs: 200 },
  viaIR: true,
  evmVersion: "osaka",
} as const;

type Artifacts = Readonly<Record<string, Artifact | undefined>>;
type Sources = Record<string, { readonly content: string }>;
type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>>
  >;
};

/** The wrappers by name of contract. */
export async function peerArtifacts(): Promise<Artifacts> {
  const sources = await readSources();
  const versions = await Promise.all(LIBRARIES.map(versionOf));
  const hash = createHash("sha256")
    .update(JSON.stringify([sources, SETTINGS, versions]))
    .digest("hex");
  const cached = join(CACHE, `${hash.slice(0, 32)}.json`);
  const found = await readFile(cached, "utf8").catch(() => undefined);
  if (found !== undefined) return JSON.parse(found);

  const artifacts = await compile(sources);
  await mkdir(CACHE, { recursive: true });
  await writeFile(cached, JSON.stringify(artifacts));
  return artifacts;
}

async function readSources(): Promise<Sources> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".sol")).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(FOLDER, name), "utf8")));
  return Object.fromEntries(names.map((name, i) => [name, { content: contents[i] ?? "" }]));
}

async function compile(sources: Sources): Promise<Artifacts> {
  // The compiler takes a second to load, so it is loaded only when there is something to compile.
  const { default: solc } = await import("solc");
  const input = {
    language: "Solidity",
    sources,
    settings: { ...SETTINGS, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const library = (path: string) => ({ contents: readFileSync(join(ROOT, "node_modules", path), "utf8") });
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: library }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));

  const ours = Object.keys(sources).flatMap((path) => Object.entries(output.contracts?.[path] ?? {}));
  return Object.fromEntries(ours.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` }]));
}
