/** What a receipt says about each request of a transaction. Only its events count, not its status (F13). */

import { type Hex, type RefusalName, refusalSentences } from "doorkey";
import { interfaces } from "doorkey/abi";
import { acceptRefusalName, acceptRefusals } from "doorkey/ballot";
import type { Receipt } from "../chain/ChainView.ts";
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

function readExecutions(suite: Suite, receipt: Receipt, rows: readonly RequestRow[]): Result[] {
  const results = new Map<string, Result>();
  for (const log of receipt.logs) {
    if (log.address !== suite.forwarder) continue;
    const event = interfaces.GasRelayForwarder.parseLog(log);
    if (event?.name === "RequestSkipped") {
      results.set(event.args.hash, { outcome: "skipped", skip: skipOf(event.args.why) });
    } else if (event?.name === "RequestExecuted") {
      results.set(
        event.args.hash,
        resultOfExecution(event.args.success, Number(event.args.gasUsed), event.args.reason),
      );
    }
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
