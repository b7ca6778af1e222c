/**
 * Every refusal of the hub: its status, and whether the same call may succeed later. Codes never change their meaning.
 * An error that is not in this table is a bare 500.
 *
 * @example
 * const { status, retryable } = problemTable.TOKEN_USED; // 409, false
 */
export const problemTable = {
  // The message itself
  BODY_TOO_LARGE: row(413, "The body is larger than this hub takes."),
  BODY_MALFORMED: row(400, "The body, a parameter or a header has the wrong form."),
  MEDIA_TYPE_UNSUPPORTED: row(415, "The body must be application/json."),
  ROUTE_UNKNOWN: row(404, "This hub has no such route."),
  ORIGIN_FOREIGN: row(403, "Only the hub's own page may call this."),

  // Joining
  TOKEN_UNKNOWN: row(404, "This code to join is not known here. Ask for a new one."),
  TOKEN_USED: row(409, "This code to join was used already. Ask for a new one."),
  TOKEN_EXPIRED: row(410, "This code to join is too old. Ask for a new one."),
  KEY_MALFORMED: row(422, "The device's key is not a P-256 public key, or its proof does not fit."),

  // Devices
  DEVICE_UNKNOWN: row(401, "This hub does not know the device. Join again; what waits on the device stays there."),
  DEVICE_REVOKED: row(423, "This device was revoked. It sends what waits on it, then forgets its key and the list."),
  ROLE_MISSING: row(403, "Only a supervisor may do this. Give the PIN."),
  PIN_WRONG: row(403, "This is not the PIN."),
  OPERATOR_UNKNOWN: row(401, "This call needs the operator's token."),

  // Scans and rows
  SCAN_CHANGED: row(409, "This scan was sent before with another text."),
  SCAN_UNKNOWN: row(404, "This hub has no such scan."),
  DECISION_TOO_LATE: row(409, "This scan is too old to be decided, or waits for no decision. Scan the code again."),
  UNDO_TOO_LATE: row(409, "This entry cannot be undone here any more. Ask a supervisor."),
  ENTRY_DELIVERED: row(409, "This entry is on the chain already."),
  RIGHT_UNKNOWN: row(404, "The event has no such right."),
  RIGHT_TAKEN: row(409, "This right is in already."),
  ROW_UNKNOWN: row(404, "This hub keeps no such row apart."),
  ROW_UNPROVEN: row(422, "This row has no valid proof of its holder, so it cannot be delivered."),
  ROWS_TOO_MANY: row(413, "More rows than this hub takes at once."),
  BY_HAND_UNAVAILABLE: row(409, "This hub has no desk key, or its limit of entries by hand is used up."),
  ZONE_UNKNOWN: row(404, "This hub has no such zone."),

  // Too much at once
  RATE_LIMITED: row(429, "Too many calls.", { retryable: true }),

  // The hub itself
  LIST_MISSING: row(503, "This hub has no list of the event yet.", { retryable: true }),
  STORE_UNAVAILABLE: row(503, "This hub cannot write to its disk. Gates decide alone.", { retryable: true }),
  HUB_STOPPING: row(503, "This hub is shutting down.", { retryable: true }),
  INTERNAL: row(500, "Something went wrong.", { retryable: true }),
} as const;

type Row = { readonly status: number; readonly title: string; readonly retryable: boolean };

function row(status: number, title: string, { retryable = false } = {}): Row {
  return { status, title, retryable };
}

/** Name of a refusal, stable across versions. */
export type ProblemCode = keyof typeof problemTable;
