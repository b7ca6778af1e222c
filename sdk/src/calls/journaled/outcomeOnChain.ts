import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import { readLogs } from "../../chain/readLogs.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { Transaction } from "../Call.ts";
import { explain } from "../explained.ts";
import { findExecution, outcomeIn } from "../requestOutcome.ts";
import { type JournaledRequest, sentRequest } from "./JournaledRequest.ts";
import { withRetry } from "./withRetry.ts";

/**
 * The final outcome of a request: `done` if its call succeeded; `failed` if its call reverted, which changes nothing
 * but uses the nonce; `dead` if it was never executed and never will be.
 */
export type Outcome =
  | { readonly status: "done"; readonly transaction: Transaction }
  | { readonly status: "failed" | "dead"; readonly error: DoorkeyError };

/** Seconds after its deadline in which a reorg might still move a request into an earlier block: ten slots. */
const REORG_SECONDS = 120;

/**
 * The outcome of a request on chain, or undefined while it may still execute. Only its nonce bit and `RequestExecuted`
 * decide; a relay's answer does not.
 */
export async function outcomeOnChain(
  connection: Connection,
  journaled: JournaledRequest,
): Promise<Outcome | undefined> {
  const { request } = journaled.signed;
  const block = await latestBlock(connection);
  const used = await askChain(() =>
    connection.contracts.forwarder.isNonceUsed(request.from, request.nonce, { blockTag: block.number }),
  );
  if (used) return outcomeOfUsed(connection, journaled, block.number);
  if (block.timestamp <= request.deadline + REORG_SECONDS) return undefined;
  return dead(journaled, "its deadline passed");
}

/** Like `outcomeOnChain`, but asks once for each request, because many items may share one. */
export function outcomesOnChain(connection: Connection): (request: JournaledRequest) => Promise<Outcome | undefined> {
  const asked = new Map<Hex, Promise<Outcome | undefined>>();
  return (request) => {
    const answer = asked.get(request.digest) ?? withRetry(() => outcomeOnChain(connection, request));
    asked.set(request.digest, answer);
    return answer;
  };
}

async function outcomeOfUsed(
  connection: Connection,
  journaled: JournaledRequest,
  latest: number,
): Promise<Outcome | undefined> {
  const receipt = await findExecution(connection, journaled.digest, journaled.fromBlock);
  if (receipt !== undefined) {
    try {
      return { status: "done", transaction: await outcomeIn(connection, receipt, sentRequest(journaled)) };
    } catch (error) {
      if (isDoorkeyError(error, "CALL_REVERTED")) return { status: "failed", error: await explain(connection, error) };
      throw error;
    }
  }
  // A node that has the nonce bit may not have the log yet. Only another request's log proves that it was not this one.
  return (await isNonceOfAnother(connection, journaled, latest))
    ? dead(journaled, "another request used its nonce")
    : undefined;
}

async function isNonceOfAnother(
  { provider, deployment }: Connection,
  { digest, signed: { request }, fromBlock }: JournaledRequest,
  latest: number,
): Promise<boolean> {
  const { address } = deployment.contracts.GasRelayForwarder;
  const topics = interfaces.GasRelayForwarder.encodeFilterTopics("RequestExecuted", [null, request.from]);
  for await (const log of readLogs(provider, { address, topics: topics as string[] }, fromBlock, latest)) {
    const args = interfaces.GasRelayForwarder.parseLog(log)?.args;
    if (args?.nonce === BigInt(request.nonce) && args.hash !== digest) return true;
  }
  return false;
}

function dead({ digest }: JournaledRequest, why: string): Outcome {
  return { status: "dead", error: new DoorkeyError("REQUEST_DEAD", { details: [`Request ${digest}: ${why}.`] }) };
}
