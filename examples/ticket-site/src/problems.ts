import { isDoorkeyError } from "doorkey";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Words } from "../words/Words.ts";

/** What a buyer gets when a request fails. */
export type Problem = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
  /** What the buyer can do. */
  readonly advice: string;
  readonly retryable: boolean;
};

/** A refusal by the shop itself, in the reader's words. */
export class ShopRefusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly advice: string;

  constructor(status: ContentfulStatusCode, code: string, message: string, advice: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.advice = advice;
  }
}

type Answer = Pick<Problem, "status" | "message" | "advice">;

/** Words for the codes of the SDK about which a buyer can do something. */
function forBuyers({ failed, move }: Words): Readonly<Record<string, Answer>> {
  const { wrong, reload, soldTooMany, soldTooManyAdvice, openLink, openThatPhone, noOrder } = failed;
  // Sold out, sales closed or paused, or a seat is taken: the shop sold more than the organizer lets it.
  const notSold: Answer = { status: 502, message: soldTooMany, advice: soldTooManyAdvice };
  const malformed: Answer = { status: 400, message: wrong, advice: reload };
  return {
    CLAIM_MALFORMED: malformed,
    CLAIM_UNSIGNED: malformed,
    CLAIM_EXPIRED: { status: 410, message: wrong, advice: reload },
    PURCHASE_UNKNOWN: { status: 404, message: noOrder, advice: openLink },
    PURCHASE_TAKEN: { status: 409, message: move.taken, advice: openThatPhone },
    SALE_REFUSED: notSold,
    CALL_REVERTED: notSold,
    GRANT_REFUSED: notSold,
  };
}

export function problemOf(error: unknown, words: Words): Problem {
  const { wrong, reload, later } = words.failed;
  if (isDoorkeyError(error)) {
    const { code, retryable } = error;
    const failed: Answer = { status: retryable ? 503 : 500, message: wrong, advice: later };
    // What the next block may solve is no debt of the shop.
    return { code, retryable, ...(retryable ? failed : (forBuyers(words)[code] ?? failed)) };
  }
  if (error instanceof ShopRefusal) {
    const { status, code, message, advice } = error;
    return { status, code, message, advice, retryable: false };
  }
  if (error instanceof SyntaxError) {
    return { status: 400, code: "NOT_JSON", message: wrong, advice: reload, retryable: false };
  }
  if (error instanceof HTTPException && error.status < 500) {
    return { status: error.status, code: "REFUSED", message: wrong, advice: reload, retryable: false };
  }
  return { status: 500, code: "FAILED", message: wrong, advice: later, retryable: true };
}
