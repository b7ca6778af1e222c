/**
 * What travels between a team or a holder and a relay: JSON over HTTP. The SDK and the relay service both import these
 * types, so neither can change them alone. Numbers that may reach 2^53 are decimal strings; times are seconds.
 *
 *   POST   /v1/prepare                   PrepareBody → Prepared
 *   POST   /v1/requests                  RequestsBody → Submitted, in the order of the body
 *   POST   /v1/returns                   ReturnsBody → Submitted, in the order of the body
 *   GET    /v1/requests/:digest          → RequestStatus
 *   GET    /v1/requests/:digest/events   → server-sent events `status`, each a RequestStatus
 *   DELETE /v1/requests/:digest          → RequestStatus, while it is queued; header doorkey-signature, see signCancel
 *   GET    /v1/info                      → RelayInfo
 *
 * What fails is answered with a Problem (RFC 9457, application/problem+json). A body with one item that is refused gets
 * its Problem as the answer; a body with several gets 202 and one SubmitResult for each.
 */

import type { Address, Hex } from "../core/Hex.ts";

/** A ForwardRequest of GasRelayForwarder. */
export type WireForwardRequest = {
  readonly from: Address;
  readonly to: Address;
  readonly gas: string;
  /** Word and bit of the forwarder's bitmap: word = nonce / 256, bit = nonce mod 256. */
  readonly nonce: string;
  /** The last second in which it may be executed. */
  readonly deadline: number;
  /** Who alone may execute it; the zero address = anyone. */
  readonly relayer: Address;
  readonly data: Hex;
};

/** A request with the signature of the key that it names in `from`. */
export type WireSignedRequest = { readonly request: WireForwardRequest; readonly signature: Hex };

/** A holder's signed wish to give rights back, as `returnRights` takes it. */
export type WireSignedReturn = {
  /** The first right, in decimal digits. */
  readonly rightId: string;
  readonly count: number;
  readonly rebinds: number;
  /** In decimal digits. */
  readonly expiresAt: string;
  readonly signature: Hex;
};

/** A call that a team wants to make. */
export type PrepareBody = {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
};

/** The request to sign for it: gas measured with a margin, a free nonce that nobody else is handed, who will execute. */
export type Prepared = {
  readonly chainId: number;
  readonly forwarder: Address;
  readonly request: WireForwardRequest;
  /** Under whose policy and budget it would be sent. */
  readonly sponsor: string;
};

/** Requests to carry: 1 to 100. */
export type RequestsBody = { readonly requests: readonly WireSignedRequest[] };

/** Returns to carry: 1 to 100. */
export type ReturnsBody = { readonly returns: readonly WireSignedReturn[] };

/** How each item of a body was received, in its order. */
export type Submitted = { readonly results: readonly SubmitResult[] };

/** How one item was received: taken, or refused. The same item again gets the same answer. */
export type SubmitResult =
  | { readonly digest: Hex; readonly status: RequestStatus }
  | { readonly digest?: Hex; readonly problem: Problem };

/**
 * Where a request is:
 * - `queued`: durable, not yet part of a transaction; may be cancelled;
 * - `assigned`: part of a transaction that is being sent until it is mined; after a reorg again;
 * - `mined`: its block may still be orphaned;
 * - `confirmed`: mined, deep enough to stay. Final, like all that follow;
 * - `rejected`: refused before it was sent, for `reason`;
 * - `expired`: its deadline passed before it was sent;
 * - `superseded`: another request used its nonce;
 * - `executed_elsewhere`: somebody else carried it to the chain, with `outcome`;
 * - `cancelled`: taken back while it was queued.
 */
export type RequestState =
  | "queued"
  | "assigned"
  | "mined"
  | "confirmed"
  | "rejected"
  | "expired"
  | "superseded"
  | "executed_elsewhere"
  | "cancelled";

/**
 * What is known of a request. `state` is where it is in its life, and `outcome` what its call did on chain: neither is the
 * `status` of one item of a result.
 */
export type RequestStatus = {
  /** EIP-712 digest of the ForwardRequest, or of the Return: its id. */
  readonly digest: Hex;
  readonly kind: "request" | "return";
  readonly state: RequestState;
  /** What the chain did with it, once mined: the call went through, it reverted, or the item was passed over. */
  readonly outcome?: "success" | "failed" | "skipped";
  readonly transactionHash?: Hex;
  readonly blockNumber?: number;
  readonly blockHash?: Hex;
  /** Inside the call, as the forwarder measured it. */
  readonly gasUsed?: string;
  /** Why it did not succeed. */
  readonly reason?: RequestReason;
  readonly receivedAt: string;
  readonly updatedAt: string;
};

/** Why a request did not succeed. */
export type RequestReason = {
  /** A code of the relay's table, or of a refusal on chain. */
  readonly code: string;
  readonly detail: string;
  /** What the call reverted with; from the chain itself only the first 32 bytes. */
  readonly revertData?: Hex;
};

/** Which chain, contracts and keys a relay serves. */
export type RelayInfo = {
  readonly version: string;
  readonly chainId: number;
  readonly forwarder: Address;
  /** EntryRightRegistry: the domain of returns. */
  readonly rightsRegistry: Address;
  /** The keys that execute requests. */
  readonly relayers: readonly Address[];
  /** Blocks until `mined` becomes `confirmed`. */
  readonly confirmations: number;
  /** Longest that a deadline may be ahead. */
  readonly maxDeadlineSeconds: number;
};

/** Why something was not done. `code` is stable and documented; `detail` is for people and never shows internals. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Worth making the same call again. */
  readonly retryable: boolean;
  readonly requestId: string;
  /** What the call would revert with, when that is why. */
  readonly revertData?: Hex;
};
