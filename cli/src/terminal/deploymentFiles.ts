import { join } from "node:path";
import { checksummed, type Deployment, isHex } from "doorkey";
import { deploymentOn } from "doorkey/addresses";
import type { Mistake } from "doorkey/organizer";
import { InputMistakes, Refused } from "./failures.ts";
import { readText, readTextIfThere } from "./files.ts";
import { isObject, jsonIn } from "./json.ts";

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

/** The same, of a chain that must have one. */
export async function recordedDeployment(chainId: number, file?: string): Promise<Deployment> {
  const found = await findDeployment(chainId, file);
  if (found !== undefined) return found;
  throw new Refused(`No deployment on chain ${chainId} is recorded.`, "Give --deployment FILE.");
}

type Contracts = Deployment["contracts"];
type Contract = Contracts[keyof Contracts];

/** Notes a mistake. */
type Fault = (field: string, sentence: string) => undefined;

/** Reads `{chainId, version, contracts: {name: {address, salt, initCodeHash, codeHash, block}}}`. Reports every mistake at once. */
function parseDeployment(text: string, file: string): Deployment {
  return withMistakes(text, file, ({ chainId, version, contracts }, fault) => {
    const contract = (name: keyof Contracts) =>
      contractIn(isObject(contracts) ? contracts[name] : undefined, `contracts.${name}`, fault);
    return whole<Deployment>({
      chainId:
        typeof chainId === "number" && Number.isSafeInteger(chainId)
          ? chainId
          : fault("chainId", "must be the id of the chain, a whole number."),
      version: typeof version === "string" ? version : fault("version", "must be a string."),
      contracts: whole<Contracts>({
        GasRelayForwarder: contract("GasRelayForwarder"),
        AgentRegistry: contract("AgentRegistry"),
        EventRegistry: contract("EventRegistry"),
        EntryRightRegistry: contract("EntryRightRegistry"),
        AttesterIdentityVerifier: contract("AttesterIdentityVerifier"),
        DrandBeacon: contract("DrandBeacon"),
        Ballot: contract("Ballot"),
      }),
    });
  });
}

function withMistakes<T>(
  text: string,
  file: string,
  read: (document: Readonly<Record<string, unknown>>, fault: Fault) => T | undefined,
): T {
  const mistakes: Mistake[] = [];
  const document = jsonIn(text);
  if (!isObject(document)) throw new InputMistakes([{ file, sentence: "this is not JSON." }]);
  const value = read(document, (field, sentence) => void mistakes.push({ file, field, sentence }));
  if (value === undefined || mistakes.length > 0) throw new InputMistakes(mistakes);
  return value;
}

function contractIn(value: unknown, field: string, fault: Fault): Contract | undefined {
  if (!isObject(value)) return fault(field, "is missing.");
  const { address, salt, initCodeHash, codeHash, block } = value;
  return whole<Contract>({
    address:
      isHex(address, 20) && isChecksummed(address)
        ? address
        : fault(`${field}.address`, "must be a valid address: 0x and 40 hex digits."),
    salt: isHex(salt, 32) ? salt : fault(`${field}.salt`, "must be the salt of CREATE2: 0x and 64 hex digits."),
    initCodeHash: isHex(initCodeHash, 32)
      ? initCodeHash
      : fault(`${field}.initCodeHash`, "must be the keccak256 hash of the creation code with its arguments."),
    codeHash: isHex(codeHash, 32)
      ? codeHash
      : fault(`${field}.codeHash`, "must be the keccak256 hash of the code at the address."),
    block:
      typeof block === "number" && Number.isSafeInteger(block) && block >= 0
        ? block
        : fault(`${field}.block`, "must be the number of a block."),
  });
}

type Parts<T> = { readonly [part in keyof T]: T[part] | undefined };

/** The value, if no part of it is missing. */
function whole<T extends object>(parts: Parts<T>): T | undefined {
  return isWhole<T>(parts) ? parts : undefined;
}

function isWhole<T extends object>(parts: Parts<T>): parts is Parts<T> & T {
  return Object.values(parts).every((part) => part !== undefined);
}

/** An address with a mistyped letter has a wrong checksum. One in lower case has no checksum. */
function isChecksummed(address: `0x${string}`): boolean {
  return address === address.toLowerCase() || address === checksummed(address);
}
