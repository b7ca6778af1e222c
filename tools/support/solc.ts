/** The compiler's output that Hardhat does not keep: metadata and documentation. It takes no code, so it is fast. */

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import hre from "hardhat";
import { ROOT } from "./shell.ts";
import { files, isProduct } from "./sources.ts";

type Input = { readonly name: string; readonly type: string; readonly components?: readonly Input[] };

export type AbiItem = {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Input[];
  readonly outputs?: readonly Input[];
  readonly stateMutability?: string;
};

type Told = { readonly notice?: string; readonly details?: string };
type Method = Told & { readonly params?: Record<string, string>; readonly returns?: Record<string, string> };

/** Natspec of a contract, for users (`notice`) and developers (`details`, `params`). */
export type Natspec = Told & {
  readonly title?: string;
  readonly methods?: Record<string, Method>;
  readonly events?: Record<string, Method>;
  readonly errors?: Record<string, readonly Method[]>;
  readonly stateVariables?: Record<string, Method>;
};

export type ContractOutput = {
  readonly name: string;
  /** From the root of the package, such as `interfaces/ISaleHook.sol`. */
  readonly path: string;
  readonly abi: readonly AbiItem[];
  readonly metadata: string;
  readonly devdoc: Natspec;
  readonly userdoc: Natspec;
};

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, Omit<ContractOutput, "name" | "path">>>;
};

const PACKAGE = "doorkey-contracts/";

/** Every contract, interface and library that we ship, named as the package's users import it. */
export async function contractOutputs(): Promise<ContractOutput[]> {
  const paths = (await files("contracts/**/*.sol", ["node_modules"])).filter(isProduct);
  const sources = Object.fromEntries(
    paths.map((path) => [
      PACKAGE + path.slice("contracts/".length),
      { content: readFileSync(join(ROOT, path), "utf8") },
    ]),
  );
  const [compiler] = hre.config.solidity.profiles.default?.compilers ?? [];
  const settings = {
    ...compiler?.settings,
    outputSelection: { "*": { "*": ["abi", "metadata", "devdoc", "userdoc"] } },
  };
  const solc = createRequire(import.meta.url)("solc");
  const output: Output = JSON.parse(
    solc.compile(JSON.stringify({ language: "Solidity", sources, settings }), { import: fromNodeModules }),
  );
  const faults = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (faults.length > 0) throw new Error(faults.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return Object.entries(output.contracts)
    .filter(([source]) => source.startsWith(PACKAGE))
    .flatMap(([source, contracts]) =>
      Object.entries(contracts).map(([name, parts]) => ({ name, path: source.slice(PACKAGE.length), ...parts })),
    )
    .sort((a, b) => a.path.localeCompare(b.path));
}

function fromNodeModules(path: string): { contents: string } | { error: string } {
  const file = join(ROOT, "node_modules", path);
  return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `${path} does not exist` };
}
