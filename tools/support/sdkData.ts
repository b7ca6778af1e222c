/** Makes the SDK's data about the contracts (ABI, types, code, addresses) from artifacts and the address book. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import hre from "hardhat";
import { type ProductContract, productContracts } from "./artifacts.ts";
import { ROOT } from "./shell.ts";
import { type AstNode, productSources } from "./sources.ts";

const HEADER = "/** Made from the contracts by `npm run generate`. */\n\n";

/** Every generated file of the SDK: its path from the root, and its text. */
export async function sdkData(): Promise<ReadonlyMap<string, string>> {
  const contracts = await productContracts();
  const files = new Map<string, string>();
  files.set("sdk/src/abi/generated/common.ts", await typesOf("common"));
  for (const { name, sourceName } of contracts) {
    const folder = sourceName.split("/").slice(1, -1).join("/");
    files.set(`sdk/src/abi/generated/${name}.ts`, await typesOf(folder === "" ? name : `${folder}/${name}`));
  }
  files.set("sdk/src/abi/generated/abis.ts", await abis(contracts));
  // Apart, because an organizer's program that deploys a hook needs no code of the suite.
  const isHook = ({ name }: ProductContract) => name === "MerkleSaleHook";
  files.set("sdk/src/deployment/generated/creationCode.ts", creationCode(contracts.filter((one) => !isHook(one))));
  files.set("sdk/src/presale/generated/creationCode.ts", creationCode(contracts.filter(isHook)));
  files.set("sdk/src/chain/addresses/generated/deployments.ts", await deployments());
  files.set("sdk/src/abi/generated/contractErrors.ts", await contractErrors());
  return files;
}

/** The types that TypeChain made, with imports as in the SDK. */
async function typesOf(name: string): Promise<string> {
  const text = await readFile(join(ROOT, "types", "ethers-contracts", `${name}.ts`), "utf8");
  // Its header is for linters, which do not read generated files here.
  const body = text.replace(/^(\/\*.*\*\/\n)+/, "").trimStart();
  return HEADER + body.replace(/from "\.\.?\/common\.js"/g, 'from "./common.ts"');
}

async function abis(contracts: readonly ProductContract[]): Promise<string> {
  const parts = contracts.map(async ({ name }) => {
    const { abi } = await hre.artifacts.readArtifact(name);
    return `export const ${camel(name)}Abi = ${JSON.stringify(abi)} as const;\n`;
  });
  return HEADER + (await Promise.all(parts)).join("\n");
}

function creationCode(contracts: readonly ProductContract[]): string {
  const parts = contracts.map(({ name, bytecode }) => `  ${name}:\n    "${bytecode}",\n`);
  return `${HEADER}export const creationCode = {\n${parts.join("")}} as const;\n`;
}

async function deployments(): Promise<string> {
  const folder = join(ROOT, "deployments");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return `${HEADER}export const generatedDeployments = [\n${texts.map((text) => text.trim()).join(",\n")},\n] as const;\n`;
}

/** When a contract throws each of its errors, from the text after "Thrown when" in natspec. */
async function contractErrors(): Promise<string> {
  const told = new Map<string, string>();
  for (const source of await productSources()) {
    for (const { name = "", documentation } of errorsIn(source.ast)) {
      const [, when] = /Thrown when ([\s\S]*?)\.?\s*(?:@|$)/.exec(documentation?.text ?? "") ?? [];
      if (when !== undefined) told.set(name, when.replace(/\s+/g, " "));
    }
  }
  const rows = [...told]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, when]) => `  ${name}: ${JSON.stringify(when)},\n`);
  return `${HEADER}export const contractErrors: Readonly<Record<string, string>> = {\n${rows.join("")}};\n`;
}

function errorsIn(node: AstNode): AstNode[] {
  return node.nodeType === "ErrorDefinition" ? [node] : (node.nodes ?? []).flatMap(errorsIn);
}

function camel(name: string): string {
  return name[0]?.toLowerCase() + name.slice(1);
}
