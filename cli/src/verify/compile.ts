import { Refused } from "../terminal/failures.ts";
import { isObject } from "../terminal/json.ts";
import type { ContractSources } from "./sourcesOf.ts";

/** What the compiler makes of a contract. Code is in hex digits without 0x. */
export type Compiled = {
  readonly creationCode: string;
  readonly deployedCode: string;
  /** Where the constructor writes values into the deployed code, in bytes. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[];
  readonly metadata: string;
};

type Solc = { compile(input: string): string; version(): string };

/** A variable, because the package has no types. */
const SOLC: string = "solc";

/** Compiles a contract with the package `solc`. */
export async function compile(name: string, { compiler, file, input }: ContractSources): Promise<Compiled> {
  const solc = await loadSolc(compiler);
  if (!solc.version().startsWith(`${compiler}+`)) throw missing(compiler, `this one is ${solc.version()}`);
  const output: unknown = JSON.parse(solc.compile(input));
  const contract = at(output, "contracts", file, name);
  const deployed = at(contract, "evm", "deployedBytecode");
  const [creationCode, deployedCode, metadata] = [
    at(contract, "evm", "bytecode", "object"),
    at(deployed, "object"),
    at(contract, "metadata"),
  ];
  if (typeof creationCode !== "string" || typeof deployedCode !== "string" || typeof metadata !== "string") {
    throw new Error(`${name} does not compile: ${JSON.stringify(at(output, "errors"))}`);
  }
  return { creationCode, deployedCode, metadata, immutables: rangesIn(at(deployed, "immutableReferences")) };
}

async function loadSolc(compiler: string): Promise<Solc> {
  const loaded: unknown = await import(SOLC).catch(() => undefined);
  const solc = at(loaded, "default");
  if (isSolc(solc)) return solc;
  throw missing(compiler, "it is not installed");
}

function missing(compiler: string, fault: string): Refused {
  return new Refused(
    `This takes the Solidity compiler ${compiler} from the package solc; ${fault}.`,
    `Install it beside this program: npm install solc@${compiler}`,
  );
}

function isSolc(value: unknown): value is Solc {
  return isObject(value) && typeof value.compile === "function" && typeof value.version === "function";
}

function rangesIn(references: unknown): Compiled["immutables"] {
  const all = isObject(references) ? Object.values(references).flat() : [];
  return all.flatMap((one: unknown) => {
    const [start, length] = [at(one, "start"), at(one, "length")];
    return typeof start === "number" && typeof length === "number" ? [{ start, length }] : [];
  });
}

/** The value at a path of properties. Undefined if there is none. */
function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}
