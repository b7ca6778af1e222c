import { type ErrorCode, isDoorkeyError } from "doorkey/buyer";

/** What can go wrong, as a fan understands it. The words have a title and a way on for each. */
export type Fault =
  | "insecure"
  | "framed"
  | "keeps-nothing"
  | "refuses-keys"
  | "full"
  | "store-failed"
  | "key-failed"
  | "key-lost"
  | "key-damaged"
  | "declined"
  | "unverified"
  | "passkey-failed"
  | "passkey-unknown"
  | "unreachable"
  | "seller-lies"
  | "seller-refused"
  | "stranger"
  | "taken"
  | "expired"
  | "no-order"
  | "sold-too-many"
  | "event-unknown"
  | "class-unknown"
  | "damaged"
  | "challenge"
  | "other-phone"
  | "other";

const FAULTS: { readonly [code in ErrorCode]?: Fault } = {
  KEY_CRYPTO_MISSING: "insecure",
  KEY_IN_FRAME: "framed",
  KEY_IN_SANDBOX: "framed",
  PASSKEY_IN_FRAME: "framed",
  KEY_STORE_MISSING: "keeps-nothing",
  KEY_STORE_CLOSED: "keeps-nothing",
  KEY_STORE_REFUSES_KEYS: "refuses-keys",
  KEY_STORE_FULL: "full",
  KEY_STORE_FAILED: "store-failed",
  KEY_STORE_SILENT: "store-failed",
  KEY_STORE_NEWER: "store-failed",
  KEY_SELF_TEST_FAILED: "key-failed",
  KEY_P256_MISSING: "key-failed",
  SIGNING_FAILED: "key-failed",
  CODE_TOO_LONG: "key-failed",
  KEY_LOST: "key-lost",
  KEY_DAMAGED: "key-damaged",
  KEY_NO_FOCUS: "declined",
  PASSKEY_CANCELLED: "declined",
  PASSKEY_BUSY: "declined",
  PASSKEY_UNVERIFIED: "unverified",
  PASSKEY_MISSING: "passkey-failed",
  PASSKEY_DOMAIN_REFUSED: "passkey-failed",
  PASSKEY_FAILED: "passkey-failed",
  PASSKEY_FORM_UNSUPPORTED: "passkey-failed",
  PASSKEY_UNKNOWN: "passkey-unknown",
  CHALLENGE_INVALID: "challenge",
  REBIND_REQUEST_INVALID: "other-phone",
  PASS_MALFORMED: "damaged",
  PASS_FOR_OTHER_KEY: "damaged",
  PASS_FOR_OTHER_EVENT: "damaged",
  CLAIM_EXPIRED: "expired",
  CLAIM_MALFORMED: "no-order",
  CLAIM_UNSIGNED: "no-order",
  PURCHASE_UNKNOWN: "no-order",
  PURCHASE_DIFFERENT: "no-order",
  PURCHASE_TAKEN: "taken",
  SALE_REFUSED: "sold-too-many",
  GRANT_REFUSED: "sold-too-many",
  EVENT_UNKNOWN: "event-unknown",
  SELLER_UNREACHABLE: "unreachable",
  SELLER_ANSWER_MALFORMED: "seller-lies",
  SELLER_DIFFERENT: "stranger",
  SELLER_REFUSED: "seller-refused",
};

/** What an error means to a fan. */
export function faultOf(error: unknown): Fault {
  if (isDoorkeyError(error)) return faultOfCode(error.code);
  // The wallet's own store writes passes, and browsers say so when they have no room.
  const name = error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  return name === "InvalidStateError" || name === "SecurityError" ? "keeps-nothing" : "other";
}

export function faultOfCode(code: ErrorCode): Fault {
  return FAULTS[code] ?? "other";
}

/** Whether the same may succeed when it is tried again. */
export function mayPass(fault: Fault): boolean {
  return [
    "full",
    "store-failed",
    "key-damaged",
    "declined",
    "unreachable",
    "seller-lies",
    "passkey-failed",
    "other",
  ].includes(fault);
}
