/**
 * Every refusal of the service: its status, and whether the same call may succeed later. Codes never change their
 * meaning. An error that is not in this table is a bare 500.
 *
 * @example
 * const { status, retryable } = problemTable.NONCE_TAKEN; // 409, false
 */
export const problemTable = {
  // The message itself
  BODY_TOO_LARGE: row(413, "The body is larger than this relay takes."),
  BODY_MALFORMED: row(400, "The body, a parameter or a header has the wrong form."),
  MEDIA_TYPE_UNSUPPORTED: row(415, "The body must be application/json."),
  ROUTE_UNKNOWN: row(404, "This relay has no such route."),

  // Who pays
  KEY_MISSING: row(401, "This call needs the API key of a sponsor."),
  KEY_UNKNOWN: row(401, "This API key is not known."),
  KEY_WRONG: row(403, "This API key does not give access to this."),
  SESSION_OVER: row(401, "This session has ended."),
  SESSION_FOREIGN: row(403, "A session acts only through the relay's own page."),
  SPONSOR_UNKNOWN: row(404, "This relay has no such sponsor."),
  TARGET_NOT_SPONSORED: row(403, "The sponsor does not pay for calls to this address."),
  FUNCTION_NOT_SPONSORED: row(403, "The sponsor does not pay for this function."),
  ARGUMENTS_NOT_SPONSORED: row(403, "The sponsor does not pay for this function with these arguments."),
  BUDGET_EXHAUSTED: row(402, "The sponsor's budget does not cover this call.", { retryable: true }),

  // The request
  GAS_TOO_HIGH: row(422, "The call takes more gas than the sponsor pays for, or than a transaction may have."),
  GAS_TOO_LOW: row(422, "The call takes more gas than the request asks for."),
  DATA_TOO_LARGE: row(422, "The call data is larger than this relay takes."),
  DEADLINE_TOO_NEAR: row(422, "The deadline has passed, or could pass before the request is mined."),
  DEADLINE_TOO_FAR: row(422, "The deadline is further ahead than this relay keeps requests."),
  RELAYER_OTHER: row(422, "The request names a relayer that is not one of this relay's keys."),
  SIGNATURE_INVALID: row(422, "The signature is not by the key that the request names."),
  NONCE_USED: row(409, "The nonce was used on chain."),
  NONCE_TAKEN: row(409, "This relay has another request with this nonce."),
  CALL_REVERTS: row(422, "The call would revert."),
  CALL_TOO_EARLY: row(425, "The call would revert in the next block, and succeed in the one after it.", {
    retryable: true,
  }),

  // A holder's return
  RETURN_PENDING: row(409, "This relay has a return of these rights already."),
  RETURN_INVALID: row(422, "The chain would refuse this return."),

  // An act at a draw
  ACT_INVALID: row(422, "The chain would refuse this act."),

  // Too much at once
  RATE_LIMITED: row(429, "Too many calls.", { retryable: true }),
  QUEUE_FULL: row(429, "This sender has too many requests waiting.", { retryable: true }),
  SENDER_BLOCKED: row(429, "Too many calls of this sender failed on chain.", { retryable: true }),

  // A request that was accepted
  REQUEST_UNKNOWN: row(404, "This relay has no request with this digest."),
  REQUEST_NOT_QUEUED: row(409, "The request is no longer queued, so it cannot be cancelled."),
  PROOF_INVALID: row(403, "Only the signer of a request, or its sponsor, can cancel it."),
  REQUEST_EXPIRED: row(422, "The deadline passed before the request was sent."),

  // The relay itself
  SPONSOR_PAUSED: row(503, "This sponsor is paused.", { retryable: true }),
  RELAY_PAUSED: row(503, "This relay is paused.", { retryable: true }),
  RELAY_DRAINING: row(503, "This relay is shutting down.", { retryable: true }),
  SIGNER_UNKNOWN: row(404, "This relay has no such signer."),
  ENDPOINT_UNKNOWN: row(404, "This relay has no such webhook endpoint."),
  SIGNERS_MISSING: row(503, "No signer of this relay can send now.", { retryable: true }),
  CHAIN_UNREACHABLE: row(503, "The chain does not answer.", { retryable: true }),
  STORE_UNREACHABLE: row(503, "The database does not answer.", { retryable: true }),
  INTERNAL: row(500, "Something went wrong.", { retryable: true }),
} as const;

type Row = { readonly status: number; readonly title: string; readonly retryable: boolean };

function row(status: number, title: string, { retryable = false } = {}): Row {
  return { status, title, retryable };
}

/** Name of a refusal, stable across versions. */
export type ProblemCode = keyof typeof problemTable;
