import type { ContractError } from "./ContractError.ts";
import type { ErrorRow } from "./ErrorRow.ts";
import type { ErrorCode } from "./errorTable.ts";

// `instanceof` would fail if a page has two copies of the package.
const MARK = Symbol.for("doorkey.error");

/** What all errors of the package have. Its subclasses know the rows of their codes. */
export abstract class CodedError<code extends ErrorCode = ErrorCode> extends Error {
  /** For callers there is one class: an error of either subclass is an instance of both. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Function.prototype[Symbol.hasInstance].call(CodedError, value);
  }

  override readonly name = "DoorkeyError";
  readonly code: code;
  /** One sentence for the person in front of the screen. */
  readonly shortMessage: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The contract's error, if a contract refused the call. */
  readonly contractError?: ContractError;

  constructor(code: code, row: ErrorRow, { cause, details = [], contractError, retryable }: CodedError.Options) {
    const shortMessage = contractError?.sentence ?? row.shortMessage;
    const remedy = contractError?.remedy ?? row.remedy;
    super([shortMessage, ...details, remedy].join("\n"), cause === undefined ? undefined : { cause });
    this.code = code;
    this.shortMessage = shortMessage;
    if (contractError !== undefined) this.contractError = contractError;
    this.remedy = remedy;
    this.retryable = retryable ?? row.retryable;
    Object.defineProperty(this, MARK, { value: true });
  }
}

export declare namespace CodedError {
  type Options = {
    cause?: unknown;
    details?: readonly string[] | undefined;
    contractError?: ContractError | undefined;
    /** Whether this failure passes by itself, if it differs from others of its code. */
    retryable?: boolean | undefined;
  };
}

/**
 * Whether `error` is a DoorkeyError, and of this `code` if one is given.
 *
 * @example
 * import { isDoorkeyError } from "doorkey";
 *
 * const sentence = (error: unknown) => (isDoorkeyError(error) ? error.shortMessage : "Something went wrong.");
 */
export function isDoorkeyError<code extends ErrorCode>(error: unknown, code?: code): error is CodedError<code> {
  return error instanceof Error && MARK in error && (code === undefined || ("code" in error && error.code === code));
}
