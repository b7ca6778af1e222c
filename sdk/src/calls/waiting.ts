import type { Provider, TransactionReceipt } from "ethers";
import { askChain } from "../chain/fromNode.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { pause } from "../core/pause.ts";
import type { Relay } from "../relay/Relay.ts";
import type { Transaction } from "./Call.ts";

/** Longest wait for a call, in milliseconds: blocks come in seconds, and are final after a quarter of an hour. */
export const TIMEOUTS = { mined: 180_000, final: 1_800_000 };

/** Milliseconds between two questions: few at first, because local chains mine at once. */
const FIRST_PAUSE = 20;
const LAST_PAUSE = 1_000;

/**
 * Asks until there is an answer. Throws CALL_UNDECIDED, with `what` as detail, after `deadline` (milliseconds). Retries
 * retryable errors: the call was already sent, so the caller must not get an error that says to send it again.
 *
 * @param wait How it waits between two questions; see `untilChanged`.
 */
export async function poll<T>(
  deadline: number,
  what: string,
  ask: () => Promise<T | undefined>,
  wait: (ms: number) => Promise<void> = pause,
): Promise<T> {
  let cause: unknown;
  for (let ms = FIRST_PAUSE; ; ms = Math.min(2 * ms, LAST_PAUSE)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!isDoorkeyError(error) || !error.retryable) throw error;
      cause = error;
    }
    if (Date.now() + ms > deadline) throw new DoorkeyError("CALL_UNDECIDED", { cause, details: [what] });
    await wait(ms);
  }
}

/** Waits until a relay reports a change of this request, or as long as `poll` says. */
export const untilChanged = (relay: Relay, digest: Hex) => (ms: number) => relay.changed?.(digest, ms) ?? pause(ms);

/** Waits for the receipt of a transaction, see `receiptOf`. */
export function waitForReceipt(
  provider: Provider,
  hash: Hex,
  until: "mined" | "final",
  deadline: number,
): Promise<TransactionReceipt> {
  return poll(deadline, `Transaction ${hash}.`, () => receiptOf(provider, hash, until));
}

/** The receipt of a transaction once it is in a block; with `final` once that block can no longer be orphaned. */
export async function receiptOf(
  provider: Provider,
  hash: Hex,
  until: "mined" | "final",
): Promise<TransactionReceipt | undefined> {
  const receipt = await askChain(() => provider.getTransactionReceipt(hash));
  if (receipt === null) return undefined;
  if (until === "mined") return receipt;
  const final = await askChain(() => provider.getBlock("finalized"));
  return final !== null && final.number >= receipt.blockNumber ? receipt : undefined;
}

export function transactionOf(receipt: TransactionReceipt, logs: Transaction["logs"] = receipt.logs): Transaction {
  return {
    hash: receipt.hash as Hex,
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash as Hex,
    gasUsed: receipt.gasUsed,
    logs: logs.map(({ address, topics, data, index }) => ({ address, topics, data, index })),
  };
}
