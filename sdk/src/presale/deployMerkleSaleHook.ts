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
 * Deploys a MerkleSaleHook for the suite of the connection. It has no owner, and keeps a list for each class of each
 * event, so one is enough for all organizers. A deployment cannot be relayed: the signer pays.
 *
 * @throws SIGNER_MISSING, FUNDS_MISSING, CALL_UNDECIDED, CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { deployMerkleSaleHook } from "doorkey/organizer";
 *
 * async function presaleHook(connection: Connection) {
 *   const { saleHook } = await deployMerkleSaleHook(connection);
 *   return saleHook; // for `saleHook` of a class in the event document
 * }
 */
export async function deployMerkleSaleHook(connection: Connection): Promise<deployMerkleSaleHook.Result> {
  const { EntryRightRegistry, GasRelayForwarder } = checkedConnection(connection).deployment.contracts;
  // Only a deployment loads the code.
  const { creationCode } = await import("./generated/creationCode.ts");
  const signer = await signerOf(connection);
  const factory = new ContractFactory(interfaces.MerkleSaleHook, creationCode.MerkleSaleHook);
  const call = await factory.getDeployTransaction(EntryRightRegistry.address, GasRelayForwarder.address);
  const hash = await serializePerSigner(signer, () =>
    askChain(async () => (await signer.sendTransaction(call)).hash as Hex),
  );
  const receipt = await waitForReceipt(connection.provider, hash, "mined", Date.now() + TIMEOUTS.mined);
  if (receipt.status !== 1 || receipt.contractAddress === null) {
    throw new DoorkeyError("CALL_REVERTED", { details: [`The deployment in transaction ${hash} failed.`] });
  }
  return { saleHook: receipt.contractAddress as Address, transactionHash: hash };
}

export declare namespace deployMerkleSaleHook {
  type Result = { readonly saleHook: Address; readonly transactionHash: Hex };
}
