import { ContractFactory } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import { serializePerSigner } from "../calls/serializePerSigner.ts";
import { TIMEOUTS, waitForReceipt } from "../calls/waiting.ts";
import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { signerOf } from "../chain/signerOf.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address, Hex } from "../core/Hex.ts";

/**
 * Deploys an AttesterIdentityVerifier beside the suite's, for an organizer whose events need a verifier of their own.
 * It works only with the suite of the connection. A deployment cannot be relayed: the signer pays.
 *
 * @throws SIGNER_MISSING, FUNDS_MISSING, CALL_UNDECIDED, CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { deployVerifier } from "doorkey/attester";
 *
 * async function ownVerifier(connection: Connection) {
 *   const { verifier } = await deployVerifier(connection);
 *   return verifier; // for `identityVerifier` of an event's policy
 * }
 */
export async function deployVerifier(connection: Connection): Promise<deployVerifier.Result> {
  checkedConnection(connection);
  const { EventRegistry, EntryRightRegistry, GasRelayForwarder } = connection.deployment.contracts;
  // The code of all contracts is large, so only a deployment loads it.
  const { creationCode } = await import("../deployment/generated/creationCode.ts");
  const signer = await signerOf(connection);
  const factory = new ContractFactory(interfaces.AttesterIdentityVerifier, creationCode.AttesterIdentityVerifier);
  const call = await factory.getDeployTransaction(
    EventRegistry.address,
    EntryRightRegistry.address,
    GasRelayForwarder.address,
  );
  const hash = await serializePerSigner(signer, () =>
    askChain(async () => (await signer.sendTransaction(call)).hash as Hex),
  );
  const receipt = await waitForReceipt(connection.provider, hash, "mined", Date.now() + TIMEOUTS.mined);
  if (receipt.status !== 1 || receipt.contractAddress === null) {
    throw new DoorkeyError("CALL_REVERTED", { details: [`The deployment in transaction ${hash} failed.`] });
  }
  return { verifier: receipt.contractAddress as Address, transactionHash: hash };
}

export declare namespace deployVerifier {
  type Result = { readonly verifier: Address; readonly transactionHash: Hex };
}
