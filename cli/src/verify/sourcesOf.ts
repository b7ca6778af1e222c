import { readFile } from "node:fs/promises";

/** The sources of the suite, as the package carries them. */
type Sources = {
  /** Version of the compiler. */
  readonly compiler: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly contracts: Readonly<Record<string, { readonly file: string; readonly sources: readonly string[] }>>;
  /** The text of each source by its name. */
  readonly sources: Readonly<Record<string, string>>;
};

/** What to compile for one contract, and with which compiler. */
export type ContractSources = {
  readonly compiler: string;
  /** The source that has the contract. */
  readonly file: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Standard JSON input, as compilers and block explorers take it. */
  readonly input: string;
};

/** At the same place above src and above dist. The build of the package writes it. */
const FILE = new URL("../../compiler-input.json", import.meta.url);

/** Reads the sources of a contract of the suite. */
export async function sourcesOf(name: string): Promise<ContractSources> {
  const { compiler, settings, contracts, sources }: Sources = JSON.parse(await readFile(FILE, "utf8"));
  const contract = contracts[name];
  if (contract === undefined) throw new Error(`the package has no sources of ${name}`);
  const texts = Object.fromEntries(contract.sources.map((path) => [path, sources[path] ?? ""]));
  const outputs = ["evm.bytecode.object", "evm.deployedBytecode.object", "evm.deployedBytecode.immutableReferences"];
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(Object.entries(texts).map(([path, content]) => [path, { content }])),
    settings: { ...settings, outputSelection: { [contract.file]: { [name]: [...outputs, "metadata"] } } },
  };
  return { compiler, file: contract.file, texts, input: `${JSON.stringify(input, undefined, 2)}\n` };
}
