import { ContractFactory, keccak256, type Signer } from "ethers";
import { type ContractName, interfaces } from "../../abi/contracts.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { VERSION } from "../../version.ts";
import type { DeployedContract, Deployment } from "../addresses/deployments.ts";
import { askChain } from "../fromNode.ts";
import { creationCode } from "./generated/creationCode.ts";

/** Each contract with those whose addresses it needs, in the order of deployment. No later setup is needed. */
const PLAN: readonly (readonly [ContractName, readonly ContractName[]])[] = [
  ["GasRelayForwarder", []],
  ["AgentRegistry", ["GasRelayForwarder"]],
  ["EventRegistry", ["AgentRegistry", "GasRelayForwarder"]],
  ["EntryRightRegistry", ["EventRegistry", "GasRelayForwarder"]],
  ["AttesterIdentityVerifier", ["EventRegistry", "EntryRightRegistry", "GasRelayForwarder"]],
];

/**
 * Deploys a new suite: five transactions of a signer that has ether, one after the other.
 *
 * @param options.onDeployed Called with each contract once it is on chain.
 * @param options.already Contracts of an interrupted deployment. Those whose code is on chain are not deployed again.
 * @throws VALUE_INVALID for a signer without a provider; FUNDS_MISSING, CHAIN_UNREACHABLE; CALL_REVERTED on a chain
 * without the P-256 precompile (EIP-7951).
 * @example
 * import { deploySuite, startTestChain } from "doorkey/testing";
 *
 * const chain = await startTestChain();
 * const { contracts } = await deploySuite(await chain.fundedKey());
 * console.log(contracts.EventRegistry.address);
 */
export async function deploySuite(signer: Signer, options: deploySuite.Options = {}): Promise<Deployment> {
  given("signer", signer, "provider", "sendTransaction");
  const { onDeployed, already = {} } = given("options", options);
  const { provider } = signer;
  if (provider === null) throw new DoorkeyError("VALUE_INVALID", { details: ["The signer has no provider."] });
  const deployed = new Map<ContractName, DeployedContract>();
  for (const [name, knows] of PLAN) {
    const contract = await askChain(async () => {
      const found = already[name];
      if (found !== undefined && keccak256(await provider.getCode(found.address)) === found.codeHash) return found;
      const factory = new ContractFactory(interfaces[name], creationCode[name], signer);
      const sent = await factory.deploy(...knows.map((other) => deployed.get(other)?.address));
      const receipt = await sent.deploymentTransaction()?.wait();
      const address = (await sent.getAddress()) as Address;
      const codeHash = keccak256(await provider.getCode(address)) as Hex;
      return { address, codeHash, block: receipt?.blockNumber ?? 0 };
    });
    deployed.set(name, contract);
    onDeployed?.(name, contract);
  }
  const { chainId } = await askChain(() => provider.getNetwork());
  return {
    chainId: Number(chainId),
    version: VERSION,
    contracts: Object.fromEntries(deployed) as Deployment["contracts"],
  };
}

export declare namespace deploySuite {
  type Options = {
    readonly onDeployed?: ((name: ContractName, contract: DeployedContract) => void) | undefined;
    readonly already?: Partial<Deployment["contracts"]> | undefined;
  };
}
