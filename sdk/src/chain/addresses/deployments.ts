import type { ContractName } from "../../abi/contracts.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { generatedDeployments } from "./generated/deployments.ts";

/** A contract that was deployed: what one needs to know to talk to it and to nothing else. */
export type DeployedContract = {
  readonly address: Address;
  /** keccak256 of the code at the address. */
  readonly codeHash: Hex;
  /** In which it was deployed: nothing of it is in an earlier one. */
  readonly block: number;
};

/** The suite on a chain. Versions are data: a new one is a new deployment. */
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
 * The newest deployment on a chain, if there is one.
 *
 * @example
 * import { deploymentOn } from "doorkey/addresses";
 *
 * const rightsRegistry = deploymentOn(31337)?.contracts.EntryRightRegistry.address;
 */
export function deploymentOn(chainId: number): Deployment | undefined {
  return deployments.findLast((deployment) => deployment.chainId === chainId);
}
