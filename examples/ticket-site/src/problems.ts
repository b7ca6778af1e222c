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

type Words = Pick<Problem, "status" | "advice"> & { readonly message?: string };

const RELOAD = "Load the page again.";
const TRY_AGAIN = "Nothing is lost. Try again in a little while.";
/** Sold out, sales closed or paused, a seat that is taken: more was sold in the shop than the organizer gave it. */
const NOT_SOLD: Words = {
  status: 502,
  message: "We cannot give you these places.",
  advice: "We sold what is not there. Write to us: we owe you other places, or your money.",
};

/** Codes of the SDK that a buyer should hear more of than that it failed. */
const FOR_BUYERS: Readonly<Record<string, Words>> = {
  CLAIM_MALFORMED: { status: 400, advice: RELOAD },
  CLAIM_UNSIGNED: { status: 400, advice: RELOAD },
  CLAIM_EXPIRED: { status: 410, advice: RELOAD },
  PURCHASE_UNKNOWN: { status: 404, advice: "Look for the link in the mail that we sent you." },
  PURCHASE_TAKEN: {
    status: 409,
    advice: "Open this page on the phone that has the ticket. If that phone is lost, ask us to move the ticket.",
  },
  CALL_REVERTED: NOT_SOLD,
  GRANT_REFUSED: NOT_SOLD,
};

export class NotFound extends Error {}

export function problemOf(error: unknown): Problem {
  if (isDoorkeyError(error)) {
    const { code, shortMessage, retryable } = error;
    const failed: Words = { status: retryable ? 503 : 500, advice: TRY_AGAIN };
    return { code, message: shortMessage, retryable, ...(FOR_BUYERS[code] ?? failed) };
  }
  if (error instanceof NotFound) return refusal(404, "NOT_FOUND", error.message);
  if (error instanceof SyntaxError) return refusal(400, "NOT_JSON", "This is not JSON.");
  if (error instanceof HTTPException && error.status < 500) return refusal(error.status, "REFUSED", error.message);
  const message = "Something went wrong on our side.";
  return { status: 500, code: "FAILED", message, advice: TRY_AGAIN, retryable: true };
}

function refusal(status: ContentfulStatusCode, code: string, message: string): Problem {
  return { status, code, message, advice: RELOAD, retryable: false };
}
