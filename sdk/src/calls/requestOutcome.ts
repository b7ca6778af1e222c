import { concat, type Log, type TransactionReceipt } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import { revertedError } from "../abi/revertedError.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { readLogs } from "../chain/readLogs.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Hex, sameAddress } from "../core/Hex.ts";
import type { Relay } from "../relay/Relay.ts";
import type { RequestStatus, WireForwardRequest } from "../relay/wire.ts";
import type { Transaction } from "./Call.ts";
import { readRevert } from "./readRevert.ts";
import { poll, receiptOf, transactionOf, untilChanged } from "./waiting.ts";

/** States in which this relay has not executed a request, and never will. */
export const DEAD: readonly RequestStatus["state"][] = ["rejected", "expired", "superseded", "cancelled"];

/** A request that was handed to a relay or to the chain, and its digest. */
export type SentRequest = { readonly digest: Hex; readonly request: WireForwardRequest };

/**
 * Waits for the outcome of a request. The relay names the transaction; the outcome is read from the chain.
 *
 * @throws CALL_REVERTED when the call reverted; REQUEST_DEAD when it was not executed and never will be; CALL_UNDECIDED
 * at the deadline.
 */
export async function requestOutcome(
  connection: Connection,
  relay: Relay,
  { digest, request }: SentRequest,
  until: "mined" | "final",
  deadline: number,
): Promise<Transaction> {
  const ask = async () => {
    const status = await relay.status(digest);
    if (status === undefined) return undefined;
    if (DEAD.includes(status.state)) throw deadError(status);
    // Read each time, because after a reorg the request may be in another transaction.
    const { transactionHash } = status;
    return transactionHash === undefined ? undefined : receiptOf(connection.provider, transactionHash, until);
  };
  const receipt = await poll(deadline, `Request ${digest}.`, ask, untilChanged(relay, digest));
  return outcomeIn(connection, receipt, { digest, request });
}

/** The part of a forwarder's transaction that belongs to this request. */
export async function outcomeIn(
  connection: Connection,
  receipt: TransactionReceipt,
  { digest, request }: SentRequest,
): Promise<Transaction> {
  const forwarder = connection.deployment.contracts.GasRelayForwarder.address;
  let own: Log[] = [];
  let skipped: bigint | undefined;
  for (const log of receipt.logs) {
    const event = sameAddress(log.address as Hex, forwarder) ? interfaces.GasRelayForwarder.parseLog(log) : null;
    if (event === null) own.push(log);
    else if (event.args.hash !== digest) own = [];
    else if (event.name === "RequestSkipped") {
      // A copy with a spoilt signature has the same digest, so the request itself may follow.
      skipped = event.args.why;
      own = [];
    } else if (event.args.success) return transactionOf(receipt, own);
    else throw await failedError(connection, request, event.args.reason, receipt);
  }
  if (skipped !== undefined) {
    throw new DoorkeyError("REQUEST_DEAD", { details: [`The forwarder skipped it, for reason ${skipped}.`] });
  }
  throw new DoorkeyError("LOG_MISSING", { details: [`Request ${digest} in transaction ${receipt.hash}.`] });
}

/**
 * The error of a call that reverted inside the forwarder. Its log has the first 32 bytes of the revert data, so that the
 * arguments of the contract's error are read by making the call again at that block.
 */
async function failedError(
  connection: Connection,
  { from, to, data }: WireForwardRequest,
  reason: Hex,
  { hash, blockNumber }: TransactionReceipt,
): Promise<DoorkeyError> {
  const details = [`In transaction ${hash}.`];
  const call = { from: connection.deployment.contracts.GasRelayForwarder.address, to, data: concat([data, from]) };
  const whole = await readRevert(connection, call, blockNumber, reason);
  // The log has 32 bytes, so there is always an error.
  return revertedError({ data: whole ?? reason }, details) as DoorkeyError;
}

/** The error for a request that was not executed and never will be. */
export function deadError({ digest, state, reason }: RequestStatus): DoorkeyError {
  const details = [`Request ${digest} is ${state}${reason === undefined ? "" : `: ${reason.detail}`}.`];
  if (reason?.revertData === undefined) return new DoorkeyError("REQUEST_DEAD", { details });
  return revertedError({ data: reason.revertData }, details) ?? new DoorkeyError("REQUEST_DEAD", { details });
}

/** Finds the receipt of a request's execution by its digest in the forwarder's logs; undefined if there is none. */
export async function findExecution(
  { provider, deployment }: Connection,
  digest: Hex,
  fromBlock: number,
): Promise<TransactionReceipt | undefined> {
  const { address } = deployment.contracts.GasRelayForwarder;
  const topics = interfaces.GasRelayForwarder.encodeFilterTopics("RequestExecuted", [digest]) as string[];
  const latest = await askChain(() => provider.getBlockNumber());
  for await (const { transactionHash } of readLogs(provider, { address, topics }, fromBlock, latest)) {
    return (await askChain(() => provider.getTransactionReceipt(transactionHash))) ?? undefined;
  }
  return undefined;
}
