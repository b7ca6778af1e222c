/** The shapes of what a relay answers, see wire.ts. The relay service checks what it is sent by schemas of its own. */

import {
  either,
  fields,
  flag,
  hex,
  hexOf,
  list,
  matching,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from "../core/shape.ts";
import type {
  Prepared,
  Problem,
  RelayBudget,
  RelayInfo,
  RelayUsage,
  RequestReason,
  RequestStatus,
  SubmitResult,
  Submitted,
  WireForwardRequest,
  WireSignedRequest,
} from "./wire.ts";

/** 2^256 has 78 digits. */
const digits = matching(/^\d{1,78}$/, "decimal digits");

export const WIRE_FORWARD_REQUEST: Shape<WireForwardRequest> = fields({
  from: hexOf(20),
  to: hexOf(20),
  gas: digits,
  nonce: digits,
  deadline: whole(0, 2 ** 48 - 1),
  relayer: hexOf(20),
  data: hex,
});

export const WIRE_SIGNED_REQUEST: Shape<WireSignedRequest> = fields({ request: WIRE_FORWARD_REQUEST, signature: hex });

export const PREPARED: Shape<Prepared> = fields({
  chainId: whole(1),
  forwarder: hexOf(20),
  request: WIRE_FORWARD_REQUEST,
  sponsor: text,
});

const REQUEST_REASON: Shape<RequestReason> = fields({ code: text, detail: text, revertData: optional(hex) });

export const REQUEST_STATUS: Shape<RequestStatus> = fields({
  digest: hexOf(32),
  kind: oneOf("request", "return", "act"),
  state: oneOf(
    "queued",
    "assigned",
    "mined",
    "confirmed",
    "rejected",
    "expired",
    "superseded",
    "executed_elsewhere",
    "cancelled",
  ),
  outcome: optional(oneOf("success", "failed", "skipped")),
  transactionHash: optional(hexOf(32)),
  blockNumber: optional(whole(0)),
  blockHash: optional(hexOf(32)),
  gasUsed: optional(digits),
  reason: optional(REQUEST_REASON),
  receivedAt: text,
  updatedAt: text,
});

export const PROBLEM: Shape<Problem> = fields({
  type: text,
  title: text,
  status: whole(0),
  code: text,
  detail: text,
  retryable: flag,
  requestId: text,
  revertData: optional(hex),
});

type Taken = Exclude<SubmitResult, { readonly problem: Problem }>;
type Refused = Extract<SubmitResult, { readonly problem: Problem }>;

const TAKEN: Shape<Taken> = fields({ digest: hexOf(32), status: REQUEST_STATUS });
const REFUSED: Shape<Refused> = fields({ digest: optional(hexOf(32)), problem: PROBLEM });

export const SUBMITTED: Shape<Submitted> = fields({ results: list(either("problem", REFUSED, TAKEN)) });

const RELAY_BUDGET: Shape<RelayBudget> = fields({ period: text, limit: digits, reserved: digits, spent: digits });

export const RELAY_USAGE: Shape<RelayUsage> = fields({
  sponsor: text,
  paused: flag,
  day: RELAY_BUDGET,
  month: RELAY_BUDGET,
});

export const RELAY_INFO: Shape<RelayInfo> = fields({
  version: text,
  chainId: whole(1),
  forwarder: hexOf(20),
  rightsRegistry: hexOf(20),
  relayers: list(hexOf(20)),
  confirmations: whole(0),
  maxDeadlineSeconds: whole(0),
});
