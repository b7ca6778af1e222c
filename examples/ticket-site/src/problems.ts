import { isDoorkeyError } from "doorkey";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What the buyer's page gets when a request fails. */
export type Problem = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  /** What the buyer can do. */
  readonly advice: string;
  readonly retryable: boolean;
};

type Words = Pick<Problem, "status" | "advice"> & { readonly message?: string };

const RELOAD = "Please reload this page.";
const TRY_AGAIN = "Nothing is lost. Please try again in a minute.";
/** Sold out, sales closed or paused, or a seat is taken: the shop sold more than the organizer lets it. */
const NOT_SOLD: Words = {
  status: 502,
  message: "We cannot give you these places.",
  advice: "We are sorry: we sold more places than we have. Write to us for other places, or for your money back.",
};

/** Words for the codes of the SDK about which a buyer can do something. */
const FOR_BUYERS: Readonly<Record<string, Words>> = {
  CLAIM_MALFORMED: { status: 400, advice: RELOAD },
  CLAIM_UNSIGNED: { status: 400, advice: RELOAD },
  CLAIM_EXPIRED: { status: 410, advice: RELOAD },
  PURCHASE_UNKNOWN: { status: 404, advice: "Open the link in the email that we sent you." },
  PURCHASE_TAKEN: {
    status: 409,
    advice:
      "Open this page on the phone that has the ticket. If that phone is lost, ask us to move the ticket to another one.",
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
