import type { ContractName } from "../../abi/contracts.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { generatedDeployments } from "./generated/deployments.ts";

/** A deployed contract: where it is, and how to recognize it. */
export type DeployedContract = {
  readonly address: Address;
  /** With the creation code, decides the address by CREATE2. */
  readonly salt: Hex;
  /** keccak256 of the creation code with the arguments of the constructor. The same on every public chain. */
  readonly initCodeHash: Hex;
  /** keccak256 of the code at the address. It differs between chains where the code has the chain id in it. */
  readonly codeHash: Hex;
  /** The block in which it was deployed. Earlier blocks have none of its logs. */
  readonly block: number;
};

/** The suite on a chain. A new version is a new deployment. */
export type Deployment = {
  readonly chainId: number;
  readonly version: string;
  readonly contracts: { readonly [name in ContractName]: DeployedContract };
};

/**
 * Every deployment that this package knows. 31337 is a fresh local node, as `npm run node` starts it.
 *
 * @example
 * import { deployments } from "doorkey/addresses";
 *
 * for (const { chainId, contracts } of deployments) console.log(chainId, contracts.EventRegistry.address);
 */
export const deployments: readonly Deployment[] = generatedDeployments;

/**
 * The newest deployment on a chain. Undefined if there is none, also for a value that is not a chain id.
 *
 * @example
 * import { deploymentOn } from "doorkey/addresses";
 *
 * const rightsRegistry = deploymentOn(31337)?.contracts.EntryRightRegistry.address;
 */
export function deploymentOn(chainId: number): Deployment | undefined {
  return deployments.findLast((deployment) => deployment.chainId === chainId);
}
