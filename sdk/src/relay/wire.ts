/**
 * What a team or a holder exchanges with a relay: JSON over HTTP. The SDK and the relay service both import these
 * types, so neither can change them alone. Numbers that may reach 2^53 are decimal strings; times are seconds.
 *
 *   POST   /v1/prepare                   PrepareBody → Prepared
 *   POST   /v1/requests                  RequestsBody → Submitted, in the order of the body
 *   POST   /v1/returns                   ReturnsBody → Submitted, in the order of the body
 *   POST   /v1/draw-acts                 DrawActsBody → Submitted, in the order of the body
 *   GET    /v1/requests/:digest          → RequestStatus
 *   GET    /v1/requests/:digest/events   → server-sent events `status`, each a RequestStatus
 *   GET    /v1/events?digests=a,b        → the same of 1 to 100 requests in one stream
 *   DELETE /v1/requests/:digest          → RequestStatus, while it is queued; header doorkey-signature, see signCancel
 *   GET    /v1/info                      → RelayInfo
 *   GET    /v1/usage                     → RelayUsage, of the sponsor of the key
 *
 * A failure is answered with a Problem (RFC 9457, application/problem+json). If a body has one item and the relay
 * refuses it, the answer is its Problem. A body with several items gets 202 and one SubmitResult for each.
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
  /** The only address that may execute it; the zero address means anyone. */
  readonly relayer: Address;
  readonly data: Hex;
};

/** A request with the signature of the key that it names in `from`. */
export type WireSignedRequest = { readonly request: WireForwardRequest; readonly signature: Hex };

/** A holder's signed return of rights, as `returnRights` takes it. */
export type WireSignedReturn = {
  /** The first right, in decimal digits. */
  readonly rightId: string;
  readonly count: number;
  readonly rebinds: number;
  /** In decimal digits. */
  readonly expiresAt: string;
  readonly signature: Hex;
};

/** The draw of a class. */
type WireDraw = { readonly eventId: number; readonly classId: number };

/** What stands for a person or a key in a draw, as an attester signed it for an agent. */
type WireEntrant = { readonly agentId: number; readonly holder: Address; readonly evidence: Hex };

/** An act at a draw that anyone may bring to the chain, and that needs no signature of its own. */
export type WireDrawAct = WireDraw &
  (
    | ({ readonly act: "appeal" | "accept" } & WireEntrant)
    | { readonly act: "hold" | "settle" }
    /** The freed seats to offer again. Empty in a class without seats. */
    | { readonly act: "advance"; readonly seats: readonly number[] }
    /** A round of the beacon, which must be the draw's: x and y of its signature, 96 bytes. */
    | { readonly act: "prove"; readonly round: number; readonly signature: Hex }
  );

/** Acts to submit: 1 to 100. */
export type DrawActsBody = { readonly acts: readonly WireDrawAct[] };

/** A call that a team intends to make. */
export type PrepareBody = {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
};

/** The request to sign for a call: measured gas with a margin, a free nonce that no other call gets, the relayer. */
export type Prepared = {
  readonly chainId: number;
  readonly forwarder: Address;
  readonly request: WireForwardRequest;
  /** The sponsor whose policy and budget would apply. */
  readonly sponsor: string;
};

/** Requests to submit: 1 to 100. */
export type RequestsBody = { readonly requests: readonly WireSignedRequest[] };

/** Returns to submit: 1 to 100. */
export type ReturnsBody = { readonly returns: readonly WireSignedReturn[] };

/** The result of each item of a body, in its order. */
export type Submitted = { readonly results: readonly SubmitResult[] };

/** The result of one item: accepted, or refused. The same item again gets the same result. */
export type SubmitResult =
  | { readonly digest: Hex; readonly status: RequestStatus }
  | { readonly digest?: Hex; readonly problem: Problem };

/**
 * The state of a request:
 * - `queued`: durable, not yet part of a transaction; may be cancelled;
 * - `assigned`: part of a transaction that is being sent until it is mined; also again after a reorg;
 * - `mined`: its block may still be orphaned;
 * - `confirmed`: mined, and deep enough to stay. This state and all below are final;
 * - `rejected`: refused before it was sent, for `reason`;
 * - `expired`: its deadline passed before it was sent;
 * - `superseded`: another request used its nonce;
 * - `executed_elsewhere`: another sender executed it, with `outcome`; without one if no node says in which block, and then
 *   its nonce is used and the chain has the outcome;
 * - `cancelled`: cancelled while it was queued.
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
 * What the relay knows about a request. `state` is where it is in its life, and `outcome` is what its call did on chain.
 * Neither is the `status` of one item of a result.
 */
export type RequestStatus = {
  /** EIP-712 digest of the ForwardRequest, or of the Return, or what the relay calls the act: its id. */
  readonly digest: Hex;
  readonly kind: "request" | "return" | "act";
  readonly state: RequestState;
  /** What the chain did with it, once mined: the call succeeded, it reverted, or the item was skipped. */
  readonly outcome?: "success" | "failed" | "skipped";
  readonly transactionHash?: Hex;
  readonly blockNumber?: number;
  readonly blockHash?: Hex;
  /** Gas used inside the call, as the forwarder measured it. */
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
  /** The call's revert data; only its first 32 bytes if it comes from the chain. */
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
  /** How far ahead a deadline may be at most. */
  readonly maxDeadlineSeconds: number;
};

/** What a sponsor used of its budget. */
export type RelayUsage = {
  readonly sponsor: string;
  /** Whether the relay sends nothing for it now. */
  readonly paused: boolean;
  readonly day: RelayBudget;
  readonly month: RelayBudget;
};

/** A budget and what is used of it, in wei, as decimal digits. */
export type RelayBudget = {
  /** The day or month, in UTC, such as 2027-03-20. */
  readonly period: string;
  readonly limit: string;
  /** Held back for requests that are not final yet. */
  readonly reserved: string;
  readonly spent: string;
};

/** A refusal of the relay. `code` is stable and documented; `detail` is for people and never shows internals. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly requestId: string;
  /** The call's revert data, if the relay refused it because it would revert. */
  readonly revertData?: Hex;
};
