import { Contract, type ContractRunner, type Interface, type InterfaceAbi } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { AgentRegistry } from "./generated/AgentRegistry.ts";
import type { AttesterIdentityVerifier } from "./generated/AttesterIdentityVerifier.ts";
import {
  agentRegistryAbi,
  attesterIdentityVerifierAbi,
  ballotAbi,
  drandBeaconAbi,
  entryRightRegistryAbi,
  eventRegistryAbi,
  gasRelayForwarderAbi,
  merkleSaleHookAbi,
} from "./generated/abis.ts";
import type { Ballot } from "./generated/Ballot.ts";
import type { DrandBeacon } from "./generated/DrandBeacon.ts";
import type { EntryRightRegistry } from "./generated/EntryRightRegistry.ts";
import type { EventRegistry } from "./generated/EventRegistry.ts";
import type { GasRelayForwarder } from "./generated/GasRelayForwarder.ts";
import type { MerkleSaleHook } from "./generated/MerkleSaleHook.ts";
import { LenientInterface } from "./LenientInterface.ts";

/** Name of a contract of the suite. */
export type ContractName =
  | "GasRelayForwarder"
  | "AgentRegistry"
  | "EventRegistry"
  | "EntryRightRegistry"
  | "AttesterIdentityVerifier"
  | "DrandBeacon"
  | "Ballot";

/** Name of a contract that the SDK knows: one of the suite, or one that organizers add to it. */
export type KnownContractName = ContractName | "MerkleSaleHook";

type Contracts = {
  readonly GasRelayForwarder: GasRelayForwarder;
  readonly AgentRegistry: AgentRegistry;
  readonly EventRegistry: EventRegistry;
  readonly EntryRightRegistry: EntryRightRegistry;
  readonly AttesterIdentityVerifier: AttesterIdentityVerifier;
  readonly DrandBeacon: DrandBeacon;
  readonly Ballot: Ballot;
  readonly MerkleSaleHook: MerkleSaleHook;
};

/**
 * ABI of each contract, parsed once.
 *
 * @example
 * import { interfaces } from "doorkey/abi";
 *
 * const { selector } = interfaces.EntryRightRegistry.getFunction("admit");
 */
export const interfaces: { readonly [name in KnownContractName]: Contracts[name]["interface"] } = {
  GasRelayForwarder: parsed(gasRelayForwarderAbi) as GasRelayForwarder["interface"],
  AgentRegistry: parsed(agentRegistryAbi) as AgentRegistry["interface"],
  EventRegistry: parsed(eventRegistryAbi) as EventRegistry["interface"],
  EntryRightRegistry: parsed(entryRightRegistryAbi) as EntryRightRegistry["interface"],
  AttesterIdentityVerifier: parsed(attesterIdentityVerifierAbi) as AttesterIdentityVerifier["interface"],
  DrandBeacon: parsed(drandBeaconAbi) as DrandBeacon["interface"],
  Ballot: parsed(ballotAbi) as Ballot["interface"],
  MerkleSaleHook: parsed(merkleSaleHookAbi) as MerkleSaleHook["interface"],
};

/** An ABI that remembers its selectors and topics. Ethers hashes the text of a fragment each time that it is searched. */
function parsed(abi: InterfaceAbi): Interface {
  const contract = new LenientInterface(abi);
  for (const fragment of contract.fragments) for (const name of ["selector", "topicHash"]) remember(fragment, name);
  return contract;
}

/** Replaces a property that is computed each time by its value, as soon as it is read. */
function remember(fragment: object, name: string): void {
  if (!(name in fragment)) return;
  const prototype = Object.getPrototypeOf(fragment);
  const get = (): unknown => {
    const value: unknown = Reflect.get(prototype, name, fragment);
    Object.defineProperty(fragment, name, { value });
    return value;
  };
  Object.defineProperty(fragment, name, { configurable: true, enumerable: false, get });
}

/**
 * An ethers contract that the SDK knows, with the types of its functions and events. Use it for calls that the SDK has no
 * function for.
 *
 * @example
 * import { JsonRpcProvider } from "ethers";
 * import { contractAt } from "doorkey/abi";
 *
 * const provider = new JsonRpcProvider("http://127.0.0.1:8545");
 * const events = contractAt("EventRegistry", "0xcD331354408caca8fA78C8fAd8dFD3ffCCbC0D6D", provider);
 * console.log(await events.eventCount());
 */
export function contractAt<name extends KnownContractName>(
  name: name,
  address: string,
  runner: ContractRunner | null = null,
): Contracts[name] {
  assertHex("address", address, 20);
  if (!Object.hasOwn(interfaces, name))
    throw new DoorkeyError("VALUE_INVALID", { details: [`The suite has no contract ${name}.`] });
  return new Contract(address, interfaces[name], runner) as unknown as Contracts[name];
}
