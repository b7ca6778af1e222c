import { isError, type Provider, type Signer, type TransactionReceipt, type TransactionRequest } from "ethers";
import { poll, TIMEOUTS } from "../calls/waiting.ts";
import { askChain, fromNode } from "../chain/fromNode.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { Hex } from "../core/Hex.ts";
import { pause } from "../core/pause.ts";

/**
 * Sends what `next` returns, with the lowest nonce that no block has used. Asks `next` only once no transaction of the
 * signer waits, so that what a killed run sent is not sent again. A run of the same key at the same time signs the same
 * nonce, of which the chain takes one. Sends nothing if `next` returns undefined.
 */
export async function sendOnce(
  signer: Signer,
  provider: Provider,
  next: () => Promise<TransactionRequest | undefined>,
): Promise<TransactionReceipt | undefined> {
  const address = await signer.getAddress();
  const deadline = Date.now() + TIMEOUTS.mined;
  for (;;) {
    const nonce = await freeNonce(provider, address);
    const request = await next();
    if (request === undefined) return undefined;
    try {
      const { hash } = await signer.sendTransaction({ ...request, nonce });
      return await receiptOrReplaced(provider, address, { hash: hash as Hex, nonce });
    } catch (error) {
      // Another run may have done the work in the meantime, so that this transaction could only fail.
      const isDone = !isTaken(error) && (await next()) === undefined;
      if (isDone) return undefined;
      if (!isTaken(error) || Date.now() > deadline) throw fromNode(error);
      await pause(PAUSE);
    }
  }
}

/** Milliseconds until the next question about a nonce that another transaction has. */
const PAUSE = 500;

/** The next nonce, once every transaction of the account that the node knows is in a block. */
function freeNonce(provider: Provider, address: string): Promise<number> {
  return poll(Date.now() + TIMEOUTS.mined, `Transactions of ${address} that are in no block yet.`, async () => {
    const [pending, mined] = await askChain(() =>
      Promise.all([provider.getTransactionCount(address, "pending"), provider.getTransactionCount(address, "latest")]),
    );
    return pending > mined ? undefined : mined;
  });
}

/** The receipt of the transaction. Undefined if another one with its nonce is in a block. */
async function receiptOrReplaced(
  provider: Provider,
  address: string,
  { hash, nonce }: { readonly hash: Hex; readonly nonce: number },
): Promise<TransactionReceipt | undefined> {
  const found = await poll(Date.now() + TIMEOUTS.mined, `Transaction ${hash}.`, async () => {
    const count = await askChain(() => provider.getTransactionCount(address, "latest"));
    const receipt = await askChain(() => provider.getTransactionReceipt(hash));
    return receipt ?? (count > nonce ? ("replaced" as const) : undefined);
  });
  return found === "replaced" ? undefined : found;
}

/** Whether the node refused a transaction because another one has its nonce. */
function isTaken(error: unknown): boolean {
  if (isDoorkeyError(error)) return false;
  if (isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED")) return true;
  const said = error instanceof Error ? error.message : "";
  return /already known|already imported|nonce too low|replacement transaction/i.test(said);
}
