/** The compiler of `hardhat.config.ts`, on sources of which one may be other than on disk. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import hre from "hardhat";
import { ROOT } from "../support/shell.ts";
import { isNode, type Node } from "./syntax.ts";

/** Paths of files with the text that they are to have. */
export type Overlay = Readonly<Record<string, string>>;

export type Code = {
  readonly source: string;
  readonly contract: string;
  readonly bytecode: string;
  readonly deployedBytecode: string;
};

type Solc = {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string;
};

type Message = { readonly severity: string; readonly formattedMessage: string };
type Compiled = { readonly evm: { bytecode: { object: string }; deployedBytecode: { object: string } } };
type Output = {
  readonly errors?: readonly Message[];
  readonly sources?: Readonly<Record<string, { readonly ast?: unknown }>>;
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>;
};

const solc: Solc = createRequire(import.meta.url)("solc");
const CODE = ["evm.bytecode.object", "evm.deployedBytecode.object"];

/** The syntax trees of the files. */
export function syntaxOf(paths: readonly string[]): Map<string, Node> {
  const output = compile(paths, {}, { "*": { "": ["ast"] } });
  return new Map(
    paths.map((path) => {
      const ast = output.sources?.[path]?.ast;
      if (!isNode(ast)) throw new Error(`${path} does not compile: ${firstError(output) ?? "it has no syntax tree"}`);
      return [path, ast];
    }),
  );
}

/** Whether the files compile. Only looks at types, which takes a second. */
export function isValid(paths: readonly string[], overlay: Overlay): boolean {
  return firstError(compile(paths, overlay, { "*": { "*": ["abi"] } })) === undefined;
}

/**
 * The code of all contracts in the files.
 *
 * @param settings What is to differ from the settings of `hardhat.config.ts`.
 * @throws if they do not compile
 */
export function codeOf(paths: readonly string[], overlay: Overlay, settings: object = {}): Code[] {
  const output = compile(paths, overlay, Object.fromEntries(paths.map((path) => [path, { "*": CODE }])), settings);
  const error = firstError(output);
  if (error !== undefined) throw new Error(error);
  return paths.flatMap((source) =>
    Object.entries(output.contracts?.[source] ?? {}).map(([contract, { evm }]) => ({
      source,
      contract,
      bytecode: `0x${evm.bytecode.object}`,
      deployedBytecode: `0x${evm.deployedBytecode.object}`,
    })),
  );
}

function compile(paths: readonly string[], overlay: Overlay, outputSelection: unknown, changed: object = {}): Output {
  const [compiler] = hre.config.solidity.profiles.default?.compilers ?? [];
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(paths.map((path) => [path, { content: overlay[path] ?? read(path) }])),
    settings: { ...compiler?.settings, ...changed, outputSelection },
  };
  const find = (path: string) => {
    try {
      return { contents: overlay[path] ?? read(path) };
    } catch {
      return { error: `there is no ${path}` };
    }
  };
  return JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path.startsWith("@") ? `node_modules/${path}` : path), "utf8");
}

function firstError({ errors = [] }: Output): string | undefined {
  return errors.find(({ severity }) => severity === "error")?.formattedMessage;
}
