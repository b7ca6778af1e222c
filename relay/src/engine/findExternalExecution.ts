/** Requests that another sender executed. Anyone may deliver a request that names no relayer (F12). */

import { type Hex, readLogs } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { ChainView, Log } from "../chain/ChainView.ts";
import type { RequestRow } from "../storage/tables.ts";
import { signedReturnOf } from "./calldata.ts";
import type { EngineContext } from "./EngineContext.ts";
import { type Result, resultOfExecution } from "./readReceipt.ts";

export type ExternalExecution = { readonly log: Log; readonly result: Result };

/** Longest time for which a busy node is asked again, in milliseconds. Other requests of the pass wait meanwhile. */
const PATIENCE = 2_000;

/**
 * Finds where a request was executed: searches for its hash from the newest block back. Another request with the same
 * nonce has another hash, so a match proves that this request ran.
 */
export async function findExternalExecution(
  { suite, options }: Pick<EngineContext, "suite" | "options">,
  view: Pick<ChainView, "head" | "getLogs">,
  row: RequestRow,
): Promise<ExternalExecution | undefined> {
  const wanted =
    row.kind === "return" ? returnFilter(suite.rightsRegistry, row) : executionFilter(suite.forwarder, row.digest);
  const oldest = Math.max(0, view.head.number - options.lookbackBlocks);
  const { address, topics } = wanted;
  const reading = { newestFirst: true, patience: PATIENCE };
  for await (const log of readLogs(view, { address, topics }, oldest, view.head.number, reading)) {
    const found = wanted.read(log);
    if (found !== undefined) return found;
  }
  return undefined;
}

function executionFilter(address: Hex, digest: Hex) {
  return {
    address,
    topics: interfaces.GasRelayForwarder.encodeFilterTopics("RequestExecuted", [digest]) as Hex[],
    read: (log: Log): ExternalExecution | undefined => {
      const event = interfaces.GasRelayForwarder.parseLog(log);
      if (event?.name !== "RequestExecuted") return undefined;
      return { log, result: resultOfExecution(event.args.success, Number(event.args.gasUsed), event.args.reason) };
    },
  };
}

/** The log does not index the returned right, so all returns of its event are searched. */
function returnFilter(address: Hex, row: RequestRow) {
  const { rightId } = signedReturnOf(row);
  const topics = interfaces.EntryRightRegistry.encodeFilterTopics("RightReturned", [BigInt(rightId) >> 32n]) as Hex[];
  return {
    address,
    topics,
    read: (log: Log): ExternalExecution | undefined => {
      const event = interfaces.EntryRightRegistry.parseLog(log);
      if (event?.name !== "RightReturned" || event.args.rightId !== BigInt(rightId)) return undefined;
      return { log, result: { outcome: "success", gasUsed: null } };
    },
  };
}
