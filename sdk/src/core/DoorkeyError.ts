import { CodedError } from "./CodedError.ts";
import { type ErrorCode, errorTable } from "./errorTable.ts";

/**
 * Every error that the package throws on purpose. Branch on `code`; show `shortMessage`; log `message`. None contains a
 * secret, a signature or a whole code.
 *
 * @example
 * import { DoorkeyError } from "doorkey";
 *
 * const error = new DoorkeyError("KEY_LOST", { details: ["No key for event 7."] });
 * console.log(error.code, error.retryable); // KEY_LOST false
 */
export class DoorkeyError<code extends ErrorCode = ErrorCode> extends CodedError<code> {
  constructor(code: code, options: CodedError.Options = {}) {
    super(code, errorTable[code], options);
  }
}

export declare namespace DoorkeyError {
  type Options = CodedError.Options;
}
