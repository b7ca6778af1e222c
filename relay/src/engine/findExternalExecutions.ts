/** Requests that another sender executed. Anyone may deliver a request that names no relayer (F12). */

import { type Address, type Hex, readLogs } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { ChainView, Log, LogFilter } from "../chain/ChainView.ts";
import { type Unanswered, unansweredOf } from "../chain/unanswered.ts";
import type { RequestRow } from "../storage/tables.ts";
import { signedReturnOf } from "./calldata.ts";
import type { EngineContext, Suite } from "./EngineContext.ts";
import { type Result, resultOfExecution } from "./readReceipt.ts";

export type ExternalExecution = { readonly log: Log; readonly result: Result };

/** An execution of this request; or that another request of its sender used the nonce; or that the node did not answer. */
export type Found = ExternalExecution | { readonly superseded: true } | Unanswered;

/** Longest time for which a busy node is asked again, in milliseconds. Other requests of the pass wait meanwhile. */
const PATIENCE = 2_000;
/** Requests of one search. Nodes limit the topics of a query, the lowest known limit is far above. */
const AT_ONCE = 25;

/**
 * Finds what used the nonces of requests, or returned the rights of returns: searches the logs from the newest block back,
 * by a request's own hash first. Another request with the same nonce has another hash, so a match proves that this request
 * ran. For what is not found, searches by the sender, whose other request may have the nonce. What is missing from the
 * answer was not found at all. If the node does not answer a search, only its requests are unanswered.
 */
export async function findExternalExecutions(
  { suite, options }: Pick<EngineContext, "suite" | "options">,
  view: Pick<ChainView, "head" | "getLogs">,
  rows: readonly RequestRow[],
): Promise<ReadonlyMap<Hex, Found>> {
  const found = new Map<Hex, Found>();
  const run = async ({ address, topics, read, wanted }: Search): Promise<void> => {
    const left = new Set(wanted);
    const oldest = Math.max(0, view.head.number - options.lookbackBlocks);
    try {
      const reading = { newestFirst: true, patience: PATIENCE, blocks: options.traits.logBlocks };
      for await (const log of readLogs(view, { address, topics }, oldest, view.head.number, reading)) {
        for (const row of left) {
          const one = read(log, row);
          if (one === undefined) continue;
          found.set(row.digest, one);
          left.delete(row);
        }
        if (left.size === 0) break;
      }
    } catch (error) {
      const unanswered = unansweredOf(error);
      for (const { digest } of left) found.set(digest, unanswered);
    }
  };
  for (const search of searchesFor(suite, rows)) await run(search);
  const rest = rows.filter(({ kind, digest }) => kind === "request" && !found.has(digest));
  for (const part of partsOf(rest)) await run(senderSearch(suite.forwarder, part));
  return found;
}

type Search = Pick<LogFilter, "address" | "topics"> & {
  readonly wanted: readonly RequestRow[];
  /** What the log says about the request; undefined if it is another's. */
  readonly read: (log: Log, row: RequestRow) => Found | undefined;
};

function searchesFor(suite: Suite, rows: readonly RequestRow[]): Search[] {
  const [requests, returns] = [
    rows.filter(({ kind }) => kind === "request"),
    rows.filter(({ kind }) => kind === "return"),
  ];
  return [
    ...partsOf(requests).map((part) => requestSearch(suite.forwarder, part)),
    ...partsOf(returns).map((part) => returnSearch(suite.rightsRegistry, part)),
  ];
}

function partsOf(rows: readonly RequestRow[]): RequestRow[][] {
  return Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) => rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

function requestSearch(address: Address, wanted: readonly RequestRow[]): Search {
  const digests = wanted.map(({ digest }) => digest);
  const topics = interfaces.GasRelayForwarder.encodeFilterTopics("RequestExecuted", [digests]) as Topics;
  return {
    address,
    topics,
    wanted,
    read: (log, { digest }) => {
      const event = interfaces.GasRelayForwarder.parseLog(log);
      if (event?.name !== "RequestExecuted" || event.args.hash !== digest) return undefined;
      const { success, gasUsed, reason } = event.args;
      return { log, result: resultOfExecution(success, Number(gasUsed), reason) };
    },
  };
}

function senderSearch(address: Address, wanted: readonly RequestRow[]): Search {
  const senders = [...new Set(wanted.map(({ from_address }) => from_address))];
  const topics = interfaces.GasRelayForwarder.encodeFilterTopics("RequestExecuted", [null, senders]) as Topics;
  return {
    address,
    topics,
    wanted,
    read: (log, { from_address, nonce }) => {
      const event = interfaces.GasRelayForwarder.parseLog(log);
      if (event?.name !== "RequestExecuted" || event.args.nonce !== nonce) return undefined;
      return event.args.from.toLowerCase() === from_address ? { superseded: true } : undefined;
    },
  };
}

/** The log does not index the returned right, so all returns of its event are searched. */
function returnSearch(address: Address, wanted: readonly RequestRow[]): Search {
  const events = [...new Set(wanted.map((row) => BigInt(signedReturnOf(row).rightId) >> 32n))];
  const topics = interfaces.EntryRightRegistry.encodeFilterTopics("RightReturned", [events]) as Topics;
  return {
    address,
    topics,
    wanted,
    read: (log, row) => {
      const event = interfaces.EntryRightRegistry.parseLog(log);
      const { rightId } = signedReturnOf(row);
      if (event?.name !== "RightReturned" || event.args.rightId !== BigInt(rightId)) return undefined;
      return { log, result: { outcome: "success", gasUsed: null } };
    },
  };
}

type Topics = LogFilter["topics"];
