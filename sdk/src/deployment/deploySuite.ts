import { concat, formatEther, keccak256, type Provider, type Signer } from "ethers";
import type { ContractName } from "../abi/contracts.ts";
import type { DeployedContract, Deployment } from "../chain/addresses/deployments.ts";
import { askChain } from "../chain/fromNode.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { VERSION } from "../version.ts";
import { bringProxy, CREATE2_PROXY } from "./create2Proxy.ts";
import { gasOf, planDeployment, providerOf } from "./planDeployment.ts";
import { sendOnce } from "./sendOnce.ts";
import type { PlannedContract } from "./suitePlan.ts";

/**
 * Deploys the suite through the CREATE2 proxy, so that it has the same addresses on every chain, see `suitePlan`. Pays for nothing that
 * the chain has already, so a deployment that was stopped half-way is completed by the same call.
 *
 * @param signer A key that has ether, connected to a node.
 * @param options.onDeployed Called with each contract once it is on chain.
 * @throws CHAIN_UNFIT, before anything is paid, for a chain without the precompiles of P-256 or BLS12-381, or one that
 * cannot take the proxy; FUNDS_MISSING, before anything is paid; VALUE_INVALID for a signer without a provider; CALL_REVERTED,
 * CALL_UNDECIDED, CHAIN_UNREACHABLE.
 * @example
 * import type { Signer } from "ethers";
 * import { deploySuite } from "doorkey/deployment";
 *
 * async function deploy(signer: Signer) {
 *   const { contracts } = await deploySuite(signer);
 *   console.log(contracts.EventRegistry.address);
 * }
 */
export async function deploySuite(signer: Signer, options: deploySuite.Options = {}): Promise<Deployment> {
  const { onDeployed } = given("options", options);
  const provider = providerOf(signer);
  const { chainId, contracts, missing, cost, balance } = await planDeployment(signer);
  if (balance < cost) {
    const details = [`The deployment costs up to ${formatEther(cost)} ether; the key has ${formatEther(balance)}.`];
    throw new DoorkeyError("FUNDS_MISSING", { details });
  }
  if (missing.length > 0) await bringProxy(signer, provider);
  const deployed: Partial<Record<ContractName, DeployedContract>> = {};
  for (const planned of contracts) {
    const contract = await deploy(signer, provider, planned);
    deployed[planned.name] = contract;
    onDeployed?.(planned.name, contract);
  }
  return { chainId, version: VERSION, contracts: deployed as Deployment["contracts"] };
}

export declare namespace deploySuite {
  type Options = { readonly onDeployed?: ((name: ContractName, contract: DeployedContract) => void) | undefined };
}

/** Deploys a contract unless the chain has it, and describes what is there. */
async function deploy(signer: Signer, provider: Provider, planned: PlannedContract): Promise<DeployedContract> {
  const { name, address, salt, initCode } = planned;
  const codeAt = () => askChain(() => provider.getCode(address));
  for (;;) {
    const receipt = await sendOnce(signer, provider, async () =>
      (await codeAt()) === "0x"
        ? { to: CREATE2_PROXY, data: concat([salt, initCode]), gasLimit: await gasOf(provider, planned) }
        : undefined,
    );
    const code = await codeAt();
    if (code !== "0x") {
      const block = receipt?.status === 1 ? receipt.blockNumber : await firstBlockWith(provider, address);
      return { address, salt, initCodeHash: keccak256(initCode) as Hex, codeHash: keccak256(code) as Hex, block };
    }
    if (receipt?.status === 0) {
      throw new DoorkeyError("CALL_REVERTED", { details: [`Transaction ${receipt.hash} did not deploy ${name}.`] });
    }
  }
}

/** The first block in which an address has code. A node that keeps no old state gives 0. */
async function firstBlockWith(provider: Provider, address: string): Promise<number> {
  let [without, having] = [-1, await askChain(() => provider.getBlockNumber())];
  try {
    while (having - without > 1) {
      const middle = Math.floor((without + having) / 2);
      if ((await provider.getCode(address, middle)) === "0x") without = middle;
      else having = middle;
    }
    return having;
  } catch {
    return 0;
  }
}
