import { type ProblemCode, problemTable } from "./problemTable.ts";

/**
 * A deliberate refusal, with everything that the caller may read.
 *
 * @example
 * throw new ProblemError("RATE_LIMITED", { retryAfter: 30 });
 */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly detail: string;
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, { detail, retryAfter }: ProblemError.Options = {}) {
    super(code);
    this.code = code;
    this.detail = detail ?? problemTable[code].title;
    this.retryAfter = retryAfter;
  }
}

export declare namespace ProblemError {
  type Options = {
    /** For people. Must not reveal internals, nor what the caller may not know. */
    readonly detail?: string;
    readonly retryAfter?: number;
  };
}

/** A refusal in its wire form (RFC 9457). */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryable: boolean;
  readonly requestId: string;
};

/** A refusal as the body of an answer. */
export function problemOf({ code, detail }: ProblemError, requestId: string): Problem {
  return { type: `urn:doorkey:gate:problem:${code}`, ...problemTable[code], code, detail, requestId };
}
