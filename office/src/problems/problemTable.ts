import { commonProblems, problemRow } from "doorkey-server";

/**
 * Every refusal of the office itself: its status, and whether the same call may succeed later. What the SDK refuses keeps
 * its own code, see `refusalOf`. Codes never change their meaning. An error that is in neither table is a bare 500.
 *
 * @example
 * const { status, retryable } = problemTable.TOKEN_USED; // 409, false
 */
export const problemTable = {
  ...commonProblems("office"),

  // Staff
  TOKEN_UNKNOWN: problemRow(404, "This link is not known here. Ask for a new one."),
  TOKEN_USED: problemRow(409, "This link was used already. Ask for a new one."),
  TOKEN_EXPIRED: problemRow(410, "This link is too old. Ask for a new one."),
  SESSION_MISSING: problemRow(401, "This browser is not signed in. Open the link that invites you."),
  SESSION_EXPIRED: problemRow(401, "The session is over. Ask a manager for a new link."),
  ROLE_MISSING: problemRow(403, "Only a manager may do this."),
  STAFF_UNKNOWN: problemRow(404, "There is no such person in the staff."),
  OPERATOR_UNKNOWN: problemRow(401, "This call needs the operator's token."),

  // Shops
  KEY_MISSING: problemRow(401, "This call needs a shop's key, as a bearer token."),
  KEY_UNKNOWN: problemRow(401, "This office does not know the shop's key."),

  // Webhooks
  ENDPOINT_UNKNOWN: problemRow(404, "The configuration has no such endpoint."),

  // Events
  EVENT_UNKNOWN: problemRow(404, "This office does not sell this event."),

  // Sales
  SALE_UNKNOWN: problemRow(404, "There is no such sale."),
  SALE_CLAIMED: problemRow(409, "A phone has claimed this sale already. Revoke its rights instead."),
  SALE_OVER: problemRow(409, "This sale is over. Sell again."),
  DOCUMENTS_MISSING: problemRow(422, "Each right of this class needs a person. Give one document for each."),
  PERSONS_UNAVAILABLE: problemRow(409, "This office has no attester's key for the persons of this event."),

  // Rights
  RIGHT_UNKNOWN: problemRow(404, "There is no such right."),
  REQUEST_UNKNOWN: problemRow(404, "There is no such request."),

  // Imports
  IMPORT_UNKNOWN: problemRow(404, "There is no such import."),
  IMPORT_UNREADABLE: problemRow(422, "This file cannot be read as a list of orders."),
  IMPORT_STARTED: problemRow(409, "This import was started already."),
  IMPORT_UNFINISHED: problemRow(409, "This import is not done yet."),

  // The office itself
  INDEX_BEHIND: problemRow(503, "The office has not read the chain yet.", { retryable: true }),
  STREAMS_TOO_MANY: problemRow(503, "Too many pages are open.", { retryable: true }),
  STORE_UNAVAILABLE: problemRow(503, "This office cannot write to its disk.", { retryable: true }),
  OFFICE_STOPPING: problemRow(503, "This office is shutting down.", { retryable: true }),
} as const;

/** Name of a refusal, stable across versions. */
export type ProblemCode = keyof typeof problemTable;
