import { CodedError } from "./CodedError.ts";
import { type PageErrorCode, pageErrors } from "./pageErrors.ts";

/**
 * The DoorkeyError of pages, with their codes alone. Branch on `code`; show `shortMessage`; log `message`. None contains
 * a secret, a signature or a whole code.
 *
 * @example
 * import { DoorkeyError } from "doorkey/buyer";
 *
 * console.log(new DoorkeyError("KEY_LOST").remedy);
 */
export class PageError<code extends PageErrorCode = PageErrorCode> extends CodedError<code> {
  constructor(code: code, options: CodedError.Options = {}) {
    super(code, pageErrors[code], options);
  }
}

export declare namespace PageError {
  type Options = CodedError.Options;
}
