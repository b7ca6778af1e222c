import { type CodedError, isDoorkeyError } from "../core/CodedError.ts";
import { errorName } from "../core/errorName.ts";
import { PageError } from "../core/PageError.ts";
import type { PageErrorCode } from "../core/pageErrors.ts";

/** What a store's errors mean. Every other error is KEY_STORE_FAILED. */
const CODES: ReadonlyMap<string, PageErrorCode> = new Map([
  // WebKit's Lockdown Mode and private windows store data, yet cannot clone a CryptoKey.
  ["DataCloneError", "KEY_STORE_REFUSES_KEYS"],
  ["QuotaExceededError", "KEY_STORE_FULL"],
  ["VersionError", "KEY_STORE_NEWER"],
  ["SecurityError", "KEY_STORE_CLOSED"],
  ["NotAllowedError", "KEY_STORE_CLOSED"],
  ["TimeoutError", "KEY_STORE_SILENT"],
]);

export function storeErrorOf(thrown: unknown): CodedError {
  if (isDoorkeyError(thrown)) return thrown;
  const name = errorName(thrown);
  const code = CODES.get(name) ?? (isDenied(thrown) ? "KEY_STORE_CLOSED" : "KEY_STORE_FAILED");
  return new PageError(code, { cause: thrown, details: [`The store reported ${name}.`] });
}

/** Chromium calls it an UnknownError when site data is blocked, and only the message says so. */
function isDenied(thrown: unknown): boolean {
  return thrown instanceof Error && /denied permission/i.test(thrown.message);
}

/** Asks a store, which may be a caller's own. Throws nothing but KEY_STORE_* and what the store itself names. */
export async function askStore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw storeErrorOf(error);
  }
}

/** Whether the device keeps no such key, for any cause. A passkey then helps, because it needs no store. */
export function isStoreError(error: unknown): boolean {
  return isDoorkeyError(error) && error.code.startsWith("KEY_STORE_");
}
