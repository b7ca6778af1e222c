import { type DoorkeyError, errorTable, isDoorkeyError, type RightId, refusalSentences } from "doorkey";
import type { ReboundRight } from "doorkey/agent";
import type { ActResult, ActState } from "./Act.ts";

/** The state of an act that ended with these results. */
export function stateOf(results: readonly ActResult[]): ActState {
  if (results.some(({ status }) => status !== "refused" && status !== "failed")) return "done";
  return results.some(({ status }) => status === "failed") ? "undecided" : "refused";
}

/** The result of a right that was to have another key. */
export function movedBy(one: ReboundRight): ActResult {
  const rightId = String(one.rightId);
  if (one.status === "rebound") return { rightId, status: "rebound" };
  return { rightId, status: one.status, reason: one.reason, sentence: one.error.shortMessage };
}

/** The result of a right that the contracts passed over. */
export function refused(rightId: RightId, reason: string): ActResult {
  const sentence =
    (refusalSentences as Readonly<Record<string, string>>)[reason] ??
    (errorTable as Readonly<Record<string, { readonly shortMessage: string }>>)[reason]?.shortMessage;
  return { rightId: String(rightId), status: "refused", reason, ...(sentence !== undefined && { sentence }) };
}

/** Whether the contracts refused, which is final. */
export function isRefused(error: unknown): error is DoorkeyError {
  return isDoorkeyError(error, "CALL_REVERTED");
}

/** Whether nothing can have been sent, because the call was wrong. */
export function isUnsent(error: unknown): boolean {
  return isDoorkeyError(error, "VALUE_INVALID") || isDoorkeyError(error, "RELAY_REFUSED");
}

/** The result of a right whose call the contracts refused. */
export function refusedBy(rightId: RightId, { contractError, code, shortMessage }: DoorkeyError): ActResult {
  return { rightId: String(rightId), status: "refused", reason: contractError?.name ?? code, sentence: shortMessage };
}
