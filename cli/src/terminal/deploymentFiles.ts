import { join } from "node:path";
import { checksummed, type Deployment, isHex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { deploymentOn } from "doorkey/addresses";
import type { Mistake } from "doorkey/organizer";
import { InputMistakes } from "./failures.ts";
import { readText, readTextIfThere } from "./files.ts";

/** Where `deploy` writes the addresses, and the other commands look for them. */
export function deploymentPath(chainId: number): string {
  return join("deployments", `${chainId}.json`);
}

/** Finds the suite on a chain: in the given file, else in the one that `deploy` wrote here, else in those that ship. */
export async function findDeployment(chainId: number, file?: string): Promise<Deployment | undefined> {
  if (file !== undefined) return parseDeployment(await readText(file), file);
  const path = deploymentPath(chainId);
  const text = await readTextIfThere(path);
  return text === undefined ? deploymentOn(chainId) : parseDeployment(text, path);
}

const NAMES = Object.keys(interfaces) as (keyof Deployment["contracts"])[];

/** Reads `{chainId, version, contracts: {name: {address, codeHash, block}}}`. Reports every mistake at once. */
function parseDeployment(text: string, file: string): Deployment {
  const mistakes: Mistake[] = [];
  const fault = (field: string | undefined, sentence: string) => void mistakes.push({ file, field, sentence });
  const document = parseJson(text);
  if (document === undefined) fault(undefined, "this is not JSON.");
  else {
    if (!Number.isSafeInteger(document.chainId)) fault("chainId", "must be the id of the chain, a whole number.");
    if (typeof document.version !== "string") fault("version", "must be a string.");
    for (const name of NAMES) checkContract(document, name, fault);
  }
  if (mistakes.length > 0) throw new InputMistakes(mistakes);
  return document as unknown as Deployment;
}

type Json = Record<string, unknown>;

function checkContract(document: Json, name: string, fault: (field: string, sentence: string) => void): void {
  const field = `contracts.${name}`;
  const contracts = asObject(document.contracts) ?? {};
  const contract = asObject(contracts[name]);
  if (contract === undefined) {
    fault(field, "is missing.");
    return;
  }
  const { address, codeHash, block } = contract;
  if (!isHex(address, 20) || !isChecksummed(address))
    fault(`${field}.address`, "must be a valid address: 0x and 40 hex digits.");
  if (!isHex(codeHash, 32)) fault(`${field}.codeHash`, "must be the keccak256 hash of the code at the address.");
  if (!Number.isSafeInteger(block) || Number(block) < 0) fault(`${field}.block`, "must be the number of a block.");
}

/** An address with a mistyped letter has a wrong checksum. One in lower case has no checksum. */
function isChecksummed(address: `0x${string}`): boolean {
  return address === address.toLowerCase() || address === checksummed(address);
}

function parseJson(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
