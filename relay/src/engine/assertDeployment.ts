import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { chainView } from "../chain/ChainView.ts";
import type { RpcEndpoint } from "../chain/jsonRpc.ts";
import type { RelaySigner, Suite } from "./EngineContext.ts";

/** The chain does not match the configuration. Sending would waste money or serve strangers. */
export class DeploymentMismatch extends Error {
  override readonly name = "DeploymentMismatch";
}

/**
 * Checks that an endpoint shows the chain of the configuration (F27): its id, the forwarder's domain, that each target
 * trusts the forwarder, and that no signer has code, because nodes take only one waiting transaction of a delegated
 * account.
 *
 * @throws DeploymentMismatch, with a sentence for the operator.
 */
export async function assertDeployment(
  endpoint: RpcEndpoint,
  suite: Suite,
  targets: readonly Hex[],
  signers: readonly Pick<RelaySigner, "address">[],
): Promise<void> {
  const id = Number(await endpoint.call("eth_chainId", []));
  if (id !== suite.chainId) throw new DeploymentMismatch(`${endpoint.url} is chain ${id}, not ${suite.chainId}.`);
  const view = chainView(endpoint);
  if ((await view.newestHead()).baseFee === undefined) {
    const host = URL.canParse(endpoint.url) ? new URL(endpoint.url).host : endpoint.url;
    throw new DeploymentMismatch(
      `The blocks of chain ${id} at ${host} have no base fee (EIP-1559), without which the relay cannot price its transactions.`,
    );
  }

  const { GasRelayForwarder: forwarder, EntryRightRegistry: rights } = interfaces;
  const domainCall = { to: suite.forwarder, data: forwarder.encodeFunctionData("eip712Domain") as Hex };
  const [domain] = await view.calls([domainCall]);
  if (domain?.success !== true || domain.data === "0x") {
    throw new DeploymentMismatch(`The address ${suite.forwarder} has no forwarder.`);
  }
  const { name, version, chainId, verifyingContract } = forwarder.decodeFunctionResult("eip712Domain", domain.data);
  const sound =
    name === "Doorkey Forwarder" &&
    version === "1" &&
    Number(chainId) === suite.chainId &&
    String(verifyingContract).toLowerCase() === suite.forwarder.toLowerCase();
  if (!sound) throw new DeploymentMismatch(`The contract at ${suite.forwarder} is not this relay's forwarder.`);

  const question = rights.encodeFunctionData("isTrustedForwarder", [suite.forwarder]) as Hex;
  const answers = await view.calls(targets.map((to) => ({ to, data: question })));
  for (const [i, answer] of answers.entries()) {
    const trusting = answer.success && answer.data !== "0x" && BigInt(answer.data) === 1n;
    if (!trusting) throw new DeploymentMismatch(`${targets[i]} does not trust the forwarder ${suite.forwarder}.`);
  }

  for (const { address } of signers) {
    if ((await view.codeOf(address)) !== "0x") {
      throw new DeploymentMismatch(`The signer ${address} has code. Use a plain account instead.`);
    }
  }
}
