import { AbiCoder, concat, getCreate2Address, id, keccak256 } from "ethers";
import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import type { BeaconNetwork } from "../draw/BeaconNetwork.ts";
import { uncompressKey } from "../draw/BeaconRound.ts";
import { CREATE2_PROXY } from "./create2Proxy.ts";
import { creationCode } from "./generated/creationCode.ts";
import { beaconOn } from "./localBeacon.ts";

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

type Values = { readonly [name in ContractName]: Address };

/** Each contract with the values that its constructor takes, in the order of deployment. */
const ORDER: readonly (readonly [ContractName, (at: Values, beacon: BeaconNetwork) => readonly unknown[]])[] = [
  ["GasRelayForwarder", () => []],
  ["AgentRegistry", (at) => [at.GasRelayForwarder]],
  ["EventRegistry", (at) => [at.AgentRegistry, at.GasRelayForwarder]],
  ["EntryRightRegistry", (at) => [at.EventRegistry, at.GasRelayForwarder]],
  ["AttesterIdentityVerifier", (at) => [at.EventRegistry, at.EntryRightRegistry, at.GasRelayForwarder]],
  ["DrandBeacon", (_, { publicKey, genesis, period }) => [uncompressKey(publicKey), genesis, period]],
  ["Ballot", (at) => [at.EventRegistry, at.EntryRightRegistry, at.DrandBeacon, at.GasRelayForwarder]],
];

/** The same for every contract and version: other code has another address anyway. */
const SALT = id("doorkey") as Hex;

/**
 * The contracts of this version in the order of their deployment, with the addresses that they have. These are the same
 * on every chain, except on chain 31337: its beacon has a key of its own, so DrandBeacon and Ballot differ there.
 *
 * @param chainId Defaults to any public chain.
 * @throws VALUE_INVALID.
 * @example
 * import { suitePlan } from "doorkey/deployment";
 *
 * for (const { name, address } of suitePlan()) console.log(name, address);
 */
export function suitePlan(chainId?: number): readonly PlannedContract[] {
  if (chainId !== undefined) assertUint("chainId", chainId, 53);
  const beacon = beaconOn(chainId);
  const addresses = {} as Record<ContractName, Address>;
  return ORDER.map(([name, valuesOf]) => {
    const { inputs } = interfaces[name].deploy;
    const constructorArguments = AbiCoder.defaultAbiCoder().encode(inputs, valuesOf(addresses, beacon)) as Hex;
    const initCode = concat([creationCode[name], constructorArguments]) as Hex;
    const address = getCreate2Address(CREATE2_PROXY, SALT, keccak256(initCode)) as Address;
    addresses[name] = address;
    return { name, address, salt: SALT, initCode, constructorArguments };
  });
}
