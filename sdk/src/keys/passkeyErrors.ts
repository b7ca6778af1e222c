import { DoorkeyError, isDoorkeyError } from "../core/DoorkeyError.ts";
import { errorName } from "../core/errorName.ts";
import type { ErrorCode } from "../core/errorTable.ts";

/** What the errors of a passkey request mean. Every other error is PASSKEY_FAILED. */
const CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ["NotAllowedError", "PASSKEY_CANCELLED"],
  ["AbortError", "PASSKEY_CANCELLED"],
  ["TimeoutError", "PASSKEY_CANCELLED"],
  ["NotSupportedError", "PASSKEY_MISSING"],
  ["ConstraintError", "PASSKEY_MISSING"],
  ["SecurityError", "PASSKEY_DOMAIN_REFUSED"],
  ["OperationError", "PASSKEY_BUSY"],
]);

/** Extensions that handle passkeys throw errors of every kind, so every one is told with its name. */
export function passkeyErrorOf(thrown: unknown): DoorkeyError {
  if (isDoorkeyError(thrown)) return thrown;
  const name = errorName(thrown);
  const code = CODES.get(name) ?? "PASSKEY_FAILED";
  // A page in the background and an owner who cancels get the same NotAllowedError.
  if (code === "PASSKEY_CANCELLED" && !document.hasFocus()) return new DoorkeyError("KEY_NO_FOCUS", { cause: thrown });
  return new DoorkeyError(code, { cause: thrown, details: [`The browser reported ${name}.`] });
}
