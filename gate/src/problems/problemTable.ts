import { commonProblems, problemRow } from "doorkey-server";

/**
 * Every refusal of the hub: its status, and whether the same call may succeed later. Codes never change their meaning.
 * An error that is not in this table is a bare 500.
 *
 * @example
 * const { status, retryable } = problemTable.TOKEN_USED; // 409, false
 */
export const problemTable = {
  ...commonProblems("hub"),

  // Joining
  TOKEN_UNKNOWN: problemRow(404, "This code to join is not known here. Ask for a new one."),
  TOKEN_USED: problemRow(409, "This code to join was used already. Ask for a new one."),
  TOKEN_EXPIRED: problemRow(410, "This code to join is too old. Ask for a new one."),
  KEY_MALFORMED: problemRow(422, "The device's key is not a P-256 public key, or its proof does not fit."),

  // Devices
  DEVICE_UNKNOWN: problemRow(
    401,
    "This hub does not know the device. Join again; what waits on the device stays there.",
  ),
  DEVICE_REVOKED: problemRow(
    423,
    "This device was revoked. It sends what waits on it, then forgets its key and the list.",
  ),
  ROLE_MISSING: problemRow(403, "Only a supervisor may do this. Give the PIN."),
  PIN_WRONG: problemRow(403, "This is not the PIN."),
  OPERATOR_UNKNOWN: problemRow(401, "This call needs the operator's token."),

  // Scans and rows
  SCAN_CHANGED: problemRow(409, "This scan was sent before with another text."),
  SCAN_UNKNOWN: problemRow(404, "This hub has no such scan."),
  DECISION_TOO_LATE: problemRow(
    409,
    "This scan is too old to be decided, or waits for no decision. Scan the code again.",
  ),
  UNDO_TOO_LATE: problemRow(409, "This entry cannot be undone here any more. Ask a supervisor."),
  ENTRY_DELIVERED: problemRow(409, "This entry is on the chain already."),
  RIGHT_UNKNOWN: problemRow(404, "The event has no such right."),
  RIGHT_TAKEN: problemRow(409, "This right is in already."),
  ROW_UNKNOWN: problemRow(404, "This hub keeps no such row apart."),
  ROW_UNPROVEN: problemRow(422, "This row has no valid proof of its holder, so it cannot be delivered."),
  ROWS_TOO_MANY: problemRow(413, "More rows than this hub takes at once."),
  BY_HAND_UNAVAILABLE: problemRow(409, "This hub has no desk key, or its limit of entries by hand is used up."),
  ZONE_UNKNOWN: problemRow(404, "This hub has no such zone."),

  // The hub itself
  LIST_MISSING: problemRow(503, "This hub has no list of the event yet.", { retryable: true }),
  STORE_UNAVAILABLE: problemRow(503, "This hub cannot write to its disk. Gates decide alone.", { retryable: true }),
  HUB_STOPPING: problemRow(503, "This hub is shutting down.", { retryable: true }),
} as const;

/** Name of a refusal, stable across versions. */
export type ProblemCode = keyof typeof problemTable;
