import { AbiCoder, concat, getCreate2Address, id, keccak256 } from "ethers";
import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { CREATE2_PROXY } from "./create2Proxy.ts";
import { creationCode } from "./generated/creationCode.ts";

/** A contract of the suite before it is deployed: what decides its address on every chain. */
export type PlannedContract = {
  readonly name: ContractName;
  readonly address: Address;
  readonly salt: Hex;
  /** Creation code with the arguments of the constructor. */
  readonly initCode: Hex;
  /** ABI encoding of the arguments of the constructor. */
  readonly constructorArguments: Hex;
};

/** Each contract with those whose addresses its constructor takes, in the order of deployment. */
const ORDER: readonly (readonly [ContractName, readonly ContractName[]])[] = [
  ["GasRelayForwarder", []],
  ["AgentRegistry", ["GasRelayForwarder"]],
  ["EventRegistry", ["AgentRegistry", "GasRelayForwarder"]],
  ["EntryRightRegistry", ["EventRegistry", "GasRelayForwarder"]],
  ["AttesterIdentityVerifier", ["EventRegistry", "EntryRightRegistry", "GasRelayForwarder"]],
];

/** The same for every contract and version: other code has another address anyway. */
const SALT = id("doorkey") as Hex;

/**
 * The contracts of this version in the order of their deployment, with the addresses that they have on every chain.
 *
 * @example
 * import { suitePlan } from "doorkey/deployment";
 *
 * for (const { name, address } of suitePlan()) console.log(name, address);
 */
export function suitePlan(): readonly PlannedContract[] {
  const addresses = new Map<ContractName, Address>();
  return ORDER.map(([name, knows]) => {
    const values = knows.map((other) => addresses.get(other));
    const { inputs } = interfaces[name].deploy;
    const constructorArguments = AbiCoder.defaultAbiCoder().encode(inputs, values) as Hex;
    const initCode = concat([creationCode[name], constructorArguments]) as Hex;
    const address = getCreate2Address(CREATE2_PROXY, SALT, keccak256(initCode)) as Address;
    addresses.set(name, address);
    return { name, address, salt: SALT, initCode, constructorArguments };
  });
}
