import { type CodedError, isDoorkeyError } from "../core/CodedError.ts";
import { errorName } from "../core/errorName.ts";
import { PageError } from "../core/PageError.ts";
import type { PageErrorCode } from "../core/pageErrors.ts";

/** What the errors of a passkey request mean. Every other error is PASSKEY_FAILED. */
const CODES: ReadonlyMap<string, PageErrorCode> = new Map([
  ["NotAllowedError", "PASSKEY_CANCELLED"],
  ["AbortError", "PASSKEY_CANCELLED"],
  ["TimeoutError", "PASSKEY_CANCELLED"],
  ["NotSupportedError", "PASSKEY_MISSING"],
  ["ConstraintError", "PASSKEY_MISSING"],
  ["SecurityError", "PASSKEY_DOMAIN_REFUSED"],
  ["OperationError", "PASSKEY_BUSY"],
]);

/** Extensions that handle passkeys throw errors of every kind, so the error has the name of each. */
export function passkeyErrorOf(thrown: unknown): CodedError {
  if (isDoorkeyError(thrown)) return thrown;
  const name = errorName(thrown);
  const code = CODES.get(name) ?? "PASSKEY_FAILED";
  // A page in the background and an owner who cancels get the same NotAllowedError.
  if (code === "PASSKEY_CANCELLED" && !document.hasFocus()) return new PageError("KEY_NO_FOCUS", { cause: thrown });
  return new PageError(code, { cause: thrown, details: [`The browser reported ${name}.`] });
}
