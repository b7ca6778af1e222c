import { isDoorkeyError } from "doorkey";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What a buyer's page is told when something fails. */
export type Problem = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  /** What the buyer can do. */
  readonly advice?: string | undefined;
  readonly retryable: boolean;
};

export class NotFound extends Error {}

/** Codes of the SDK that are the buyer's own doing; what else fails is the shop's, or the chain's. */
const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  CLAIM_MALFORMED: 400,
  CLAIM_UNSIGNED: 400,
  PURCHASE_UNKNOWN: 404,
  PURCHASE_TAKEN: 409,
  CLAIM_EXPIRED: 410,
};

export function problemOf(error: unknown): Problem {
  if (isDoorkeyError(error)) {
    const { code, shortMessage: message, remedy, retryable } = error;
    const status = STATUS[code];
    // Of what is not the buyer's doing, the remedy is for the shop.
    if (status === undefined) return { status: retryable ? 503 : 500, code, message, retryable };
    return { status, code, message, advice: remedy, retryable };
  }
  if (error instanceof NotFound) return { status: 404, code: "NOT_FOUND", message: error.message, retryable: false };
  if (error instanceof SyntaxError) {
    return { status: 400, code: "NOT_JSON", message: "This is not JSON.", retryable: false };
  }
  if (error instanceof HTTPException && error.status < 500) {
    return { status: error.status, code: "REFUSED", message: error.message || "Refused.", retryable: false };
  }
  return { status: 500, code: "FAILED", message: "Something went wrong on our side.", retryable: true };
}
