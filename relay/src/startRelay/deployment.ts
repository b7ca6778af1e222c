import { deploymentOn } from "doorkey/addresses";
import { type Address, type Hex, sameAddress } from "doorkey/buyer";
import { keccak256 } from "ethers";
import { chainView } from "../chain/ChainView.ts";
import type { RpcEndpoint } from "../chain/jsonRpc.ts";
import type { Config } from "../config/Config.ts";
import { assertDeployment, DeploymentMismatch, type RelaySigner, type Suite } from "../engine/index.ts";
import { drawContractsOf } from "../policy/SuiteAddresses.ts";

export function suiteOf({ chain: { id, contracts } }: Pick<Config, "chain">): Suite {
  const { GasRelayForwarder: forwarder, EntryRightRegistry: rightsRegistry } = contracts;
  return { chainId: id, forwarder, rightsRegistry, draws: drawContractsOf(contracts) };
}

/** Every contract to which a sponsor pays calls, and EntryRightRegistry, which takes returns. */
export function targetsOf({ chain: { contracts }, sponsors }: Pick<Config, "chain" | "sponsors">): Address[] {
  const all = sponsors.flatMap(({ allowances }) => allowances.map(({ to }) => to));
  const targets = new Set([contracts.EntryRightRegistry, ...all].map((address) => address.toLowerCase() as Address));
  targets.delete(contracts.GasRelayForwarder.toLowerCase() as Address);
  // It takes no forwarded call, because anyone may prove a round.
  targets.delete((contracts.DrandBeacon?.toLowerCase() ?? "0x") as Address);
  return [...targets];
}

/**
 * Checks that every endpoint shows the chain and the contracts of the configuration (F27).
 *
 * @throws DeploymentMismatch
 */
export async function assertConfigured(
  config: Pick<Config, "chain" | "sponsors">,
  endpoints: readonly RpcEndpoint[],
  signers: readonly Pick<RelaySigner, "address">[] = [],
): Promise<void> {
  for (const endpoint of endpoints) {
    await assertDeployment(endpoint, suiteOf(config), targetsOf(config), signers);
    await assertForwarderCode(endpoint, config);
  }
}

/** If the address book lists the forwarder, it must have exactly that code. */
async function assertForwarderCode(endpoint: RpcEndpoint, { chain }: Pick<Config, "chain">): Promise<void> {
  const known = deploymentOn(chain.id)?.contracts.GasRelayForwarder;
  if (known === undefined || !sameAddress(known.address, chain.contracts.GasRelayForwarder)) return;
  const code: Hex = await chainView(endpoint).codeOf(known.address);
  if (keccak256(code) !== known.codeHash) {
    throw new DeploymentMismatch(`The code at ${known.address} is not that of Doorkey's forwarder.`);
  }
}
