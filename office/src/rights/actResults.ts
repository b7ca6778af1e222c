import { type DoorkeyError, errorTable, isDoorkeyError, type RightId, refusalSentences } from "doorkey";
import type { ActResult } from "./Act.ts";

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
