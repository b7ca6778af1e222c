import type { TransactionReceipt } from "ethers";
import { revertedError } from "../abi/revertedError.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { signerOf } from "../chain/signerOf.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import type { Call, Underway } from "./Call.ts";
import { TRANSACTION_GAS, withMargin } from "./gas.ts";
import { readRevert } from "./readRevert.ts";
import { serializePerSigner } from "./serializePerSigner.ts";
import { transactionOf, waitForReceipt } from "./waiting.ts";

/** The signer sends the call itself, and pays. Throws FUNDS_MISSING if it cannot pay. */
export async function sendDirectly(connection: Connection, { to, data, name }: Call): Promise<Underway> {
  const signer = await signerOf(connection);
  const { provider, chainId } = connection;
  const hash = await serializePerSigner(signer, async () => {
    const estimate = await askChain(() => signer.estimateGas({ to, data }));
    const wanted = withMargin(estimate);
    const gasLimit = wanted < TRANSACTION_GAS ? wanted : TRANSACTION_GAS;
    const sent = await askChain(() => signer.sendTransaction({ chainId, to, data, gasLimit })).catch(undecided);
    return sent.hash as Hex;
  });
  return {
    id: hash,
    wait: async (until, deadline) => {
      const receipt = await waitForReceipt(provider, hash, until, deadline);
      if (receipt.status === 1) return transactionOf(receipt);
      throw await reasonOf(connection, { to, data, name }, receipt);
    },
  };
}

/** Failures after which a node, or one behind it, may still have the transaction. */
const UNSURE: readonly string[] = ["CHAIN_UNREACHABLE", "CHAIN_BUSY", "CHAIN_ANSWER_MALFORMED"];

/** A node that did not answer may still have accepted the transaction. */
function undecided(cause: unknown): never {
  if (!isDoorkeyError(cause) || !UNSURE.includes(cause.code)) throw cause;
  throw new DoorkeyError("CALL_UNDECIDED", {
    cause,
    details: ["The node did not say whether it accepted the transaction."],
  });
}

/** Why a call reverted in its block after it succeeded in simulation. */
async function reasonOf(connection: Connection, { to, data, name }: Call, receipt: TransactionReceipt): Promise<Error> {
  const details = [`${name} reverted in transaction ${receipt.hash}.`];
  const revertData = await readRevert(connection, { from: receipt.from, to, data }, receipt.blockNumber);
  return revertedError({ data: revertData }, details) ?? new DoorkeyError("CALL_REVERTED", { details });
}
