import { isDoorkeyError } from "doorkey";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What a buyer's page is told when something fails. */
export type Problem = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  /** What the buyer can do. */
  readonly advice: string;
  readonly retryable: boolean;
};

const TRY_AGAIN = "Nothing is lost. Try again in a little while.";

export class NotFound extends Error {}

/** Codes of the SDK that are for the buyer; what else fails is the shop's, or the chain's. */
const FOR_BUYERS: Readonly<Record<string, { readonly status: ContentfulStatusCode; readonly advice: string }>> = {
  CLAIM_MALFORMED: { status: 400, advice: "Load the page again." },
  CLAIM_UNSIGNED: { status: 400, advice: "Load the page again." },
  CLAIM_EXPIRED: { status: 410, advice: "Load the page again." },
  PURCHASE_UNKNOWN: { status: 404, advice: "Look for the link in the mail that we sent you." },
  PURCHASE_TAKEN: {
    status: 409,
    advice:
      "Open this page on the phone that has the ticket already. If that phone is lost, ask us to move the ticket.",
  },
};

export function problemOf(error: unknown): Problem {
  if (isDoorkeyError(error)) {
    const { code, shortMessage: message, retryable } = error;
    const { status, advice } = FOR_BUYERS[code] ?? { status: retryable ? 503 : 500, advice: TRY_AGAIN };
    return { status, code, message, advice, retryable };
  }
  if (error instanceof NotFound)
    return { status: 404, code: "NOT_FOUND", message: error.message, advice: "", retryable: false };
  if (error instanceof SyntaxError) {
    return { status: 400, code: "NOT_JSON", message: "This is not JSON.", advice: "", retryable: false };
  }
  if (error instanceof HTTPException && error.status < 500) {
    return {
      status: error.status,
      code: "REFUSED",
      message: error.message || "Refused.",
      advice: "",
      retryable: false,
    };
  }
  return {
    status: 500,
    code: "FAILED",
    message: "Something went wrong on our side.",
    advice: TRY_AGAIN,
    retryable: true,
  };
}
