/** What a receipt says about each request of a transaction. Only its events count, not its status (F13). */

import { type Hex, type RefusalName, refusalSentences } from "doorkey";
import { interfaces } from "doorkey/abi";
import { acceptRefusalName, acceptRefusals } from "doorkey/ballot";
import type { Log, Receipt } from "../chain/ChainView.ts";
import type { RequestRow } from "../storage/tables.ts";
import { revertName, type Skip, signedReturnOf, skipOf } from "./calldata.ts";
import type { Suite } from "./EngineContext.ts";

export type Result =
  | { readonly outcome: "success"; readonly gasUsed: number | null }
  | {
      readonly outcome: "failed";
      readonly gasUsed: number | null;
      readonly code: string;
      readonly detail: string;
      readonly data: Hex | null;
    }
  | { readonly outcome: "skipped"; readonly skip: Skip }
  /** No event names it. */
  | { readonly outcome: "silent" };

/** A result for each row, in their order. Rows are of one kind. */
export function readReceipt(suite: Suite, receipt: Receipt, rows: readonly RequestRow[]): Result[] {
  const [first] = rows;
  if (first?.kind === "act") return readActs(suite, receipt, rows);
  return first?.kind === "return" ? readReturns(suite, receipt, rows) : readExecutions(suite, receipt, rows);
}

const EXECUTED = interfaces.GasRelayForwarder.getEvent("RequestExecuted").topicHash;
const SKIPPED = interfaces.GasRelayForwarder.getEvent("RequestSkipped").topicHash;

/** A word of a log's data. General decoders take a millisecond for each log, and a block has thousands. */
function wordAt({ data }: Log, index: number): Hex {
  const word = data.slice(2 + 64 * index, 66 + 64 * index);
  if (word.length === 64) return `0x${word}`;
  throw new Error("A log of the forwarder is shorter than its event.");
}

function readExecutions(suite: Suite, receipt: Receipt, rows: readonly RequestRow[]): Result[] {
  const results = new Map<string, Result>();
  for (const log of receipt.logs) {
    const [topic, hash = ""] = log.topics.map((one) => one.toLowerCase());
    if (log.address !== suite.forwarder) continue;
    if (topic === SKIPPED) results.set(hash, { outcome: "skipped", skip: skipOf(BigInt(wordAt(log, 0))) });
    if (topic !== EXECUTED) continue;
    const [success, gasUsed] = [BigInt(wordAt(log, 1)) === 1n, Number(BigInt(wordAt(log, 2)))];
    results.set(hash, resultOfExecution(success, gasUsed, wordAt(log, 3)));
  }
  return rows.map(({ digest }) => results.get(digest) ?? { outcome: "silent" });
}

/** @param reason The first 32 bytes of the revert data, as the forwarder logs them. */
export function resultOfExecution(success: boolean, gasUsed: number, reason: Hex): Result {
  if (success) return { outcome: "success", gasUsed };
  const name = revertName(reason);
  const detail = name === undefined ? "The call reverted." : `The call reverted with ${name}.`;
  return { outcome: "failed", gasUsed, code: "CALL_REVERTED", detail, data: reason };
}

/** Only acceptances are refused one by one. Any other act succeeded if its transaction did. */
function readActs({ draws }: Suite, receipt: Receipt, rows: readonly RequestRow[]): Result[] {
  const refused = new Map<number, bigint>();
  for (const log of receipt.logs) {
    if (log.address !== draws?.Ballot) continue;
    const event = interfaces.Ballot.parseLog(log);
    if (event?.name === "AcceptRefused") refused.set(Number(event.args.index), event.args.why);
  }
  return rows.map((_, i): Result => {
    const number = refused.get(i);
    if (number === undefined) return { outcome: "success", gasUsed: null };
    const code = acceptRefusalName(number);
    if (code === undefined) return { outcome: "silent" };
    return { outcome: "failed", gasUsed: null, code, detail: acceptRefusals[code], data: null };
  });
}

const REFUSALS = Object.keys(refusalSentences) as RefusalName[];

/** Ranges of one transaction do not overlap (`fillBatches`), so an event's right identifies its request. */
function readReturns(suite: Suite, receipt: Receipt, rows: readonly RequestRow[]): Result[] {
  const returned = new Set<bigint>();
  const refused = new Map<bigint, RefusalName | undefined>();
  for (const log of receipt.logs) {
    if (log.address !== suite.rightsRegistry) continue;
    const event = interfaces.EntryRightRegistry.parseLog(log);
    if (event?.name === "RightReturned") returned.add(event.args.rightId);
    if (event?.name === "ReturnRefused") refused.set(event.args.rightId, REFUSALS[Number(event.args.why) - 1]);
  }
  return rows.map((row) => {
    const { rightId, count } = signedReturnOf(row);
    const ids = Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i));
    if (ids.every((id) => returned.has(id))) return { outcome: "success", gasUsed: null };
    const why = ids.map((id) => refused.get(id)).find((name) => name !== undefined);
    if (why === undefined) return { outcome: "silent" };
    const done = ids.filter((id) => returned.has(id)).length;
    const detail = done === 0 ? refusalSentences[why] : `${refusalSentences[why]} ${done} of ${count} were returned.`;
    return { outcome: "failed", gasUsed: null, code: why, detail, data: null };
  });
}
