import { type ErrorCode, isDoorkeyError } from "doorkey";
import { isOfDisk, problemRow, Refusal } from "doorkey-server";
import { ProblemError } from "./ProblemError.ts";

/** Statuses of the SDK's codes that a caller can do something about. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  VALUE_INVALID: 400,
  CLAIM_MALFORMED: 400,
  CLAIM_UNSIGNED: 400,
  EVENT_UNKNOWN: 404,
  CLASS_UNKNOWN: 404,
  SEAT_UNKNOWN: 404,
  PURCHASE_UNKNOWN: 404,
  CLAIM_EXPIRED: 410,
  PURCHASE_TAKEN: 409,
  PURCHASE_DIFFERENT: 409,
  SALE_REFUSED: 409,
  GRANT_REFUSED: 409,
  SALE_HOOK_REFUSED: 409,
  CALL_REVERTED: 409,
};

/** Seconds after which a retry makes sense, about a block. */
const RETRY_AFTER = 2;

/**
 * The refusal that a caller gets for an error of the SDK or of the disk. Undefined for an unforeseen one. What only the
 * office's operator can solve is a 502 with its code and without details.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (isOfDisk(error) || isFullDisk(error)) return new ProblemError("STORE_UNAVAILABLE", { retryAfter: RETRY_AFTER });
  if (!isDoorkeyError(error)) return undefined;
  const { code, shortMessage, remedy, retryable, message } = error;
  const known = STATUSES[code];
  const mayRetry = retryable || code === "CALL_UNDECIDED";
  const status = mayRetry ? 503 : (known ?? 502);
  const details = known === undefined ? [] : message.split("\n").slice(1, -1);
  return new Refusal(code, problemRow(status, shortMessage, { retryable: mayRetry }), {
    detail: [shortMessage, ...details].join(" "),
    ...(mayRetry && { retryAfter: RETRY_AFTER }),
    fields: { message: shortMessage, remedy, ...(details.length > 0 && { details }) },
  });
}

/** The file system says it in its own way, for files that are no database. */
function isFullDisk(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EFBIG" || code === "EDQUOT" || code === "EROFS";
}
