import type { Hex } from "doorkey/buyer";
import type { Problem } from "doorkey/relay";
import { type ProblemCode, problemTable } from "./problemTable.ts";

/**
 * A deliberate refusal, with everything that the caller may read.
 *
 * @example
 * throw new ProblemError("CALL_REVERTS", { revertData });
 */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly detail: string;
  readonly revertData: Hex | undefined;
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, { detail, revertData, retryAfter }: ProblemError.Options = {}) {
    super(code);
    this.code = code;
    this.detail = detail ?? problemTable[code].title;
    this.revertData = revertData;
    this.retryAfter = retryAfter;
  }
}

export declare namespace ProblemError {
  type Options = {
    /** For people. Must not reveal internals, nor what the caller may not know. */
    readonly detail?: string;
    readonly revertData?: Hex;
    readonly retryAfter?: number;
  };
}

/** The URN of a code. */
const problemType = (code: ProblemCode): string => `urn:doorkey:relay:problem:${code}`;

/** A refusal in its wire form (RFC 9457). */
export function problemOf(error: ProblemError, requestId: string): Problem {
  const { code, detail, revertData } = error;
  const { status, title, retryable } = problemTable[code];
  return {
    type: problemType(code),
    title,
    status,
    code,
    detail,
    retryable,
    requestId,
    ...(revertData !== undefined && { revertData }),
  };
}
