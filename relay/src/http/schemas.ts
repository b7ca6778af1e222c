/**
 * Bodies and answers of the service as JSON Schema. They are checked at the edge, printed as OpenAPI, and compared with
 * the SDK's types (schemas.types.ts).
 */

import type { Address, Hex } from "doorkey/buyer";
import type { RequestState } from "doorkey/relay";
import { type TSchema, Type } from "typebox";

const object = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, { additionalProperties: false });

const bytes = (digits: string, description: string) =>
  Type.Unsafe<Hex>(Type.String({ pattern: `^0x([0-9a-fA-F]{2})${digits}$`, description }));

export const AddressText = Type.Unsafe<Address>(
  Type.String({ pattern: "^0x[0-9a-fA-F]{40}$", description: "20 bytes as hex digits" }),
);
export const DigestText = bytes("{32}", "32 bytes as hex digits");
const Data = bytes("*", "Bytes as hex digits");
/** 2^256 has 78 digits; leading zeros would give one request two forms. */
const Digits = Type.String({ pattern: "^(0|[1-9][0-9]{0,77})$", description: "A whole number in decimal digits" });
const Uint64Text = Type.String({ pattern: "^(0|[1-9][0-9]{0,19})$", description: "A whole number below 2^64" });
const Seconds = Type.Integer({ minimum: 0, maximum: 0xffff_ffff_ffff, description: "Seconds since 1970" });

export const WireForwardRequest = object({
  from: AddressText,
  to: AddressText,
  gas: Digits,
  nonce: Digits,
  deadline: Seconds,
  relayer: AddressText,
  data: Data,
});

export const WireSignedRequest = object({
  request: WireForwardRequest,
  signature: bytes("{65}", "r ‖ s ‖ v, 65 bytes"),
});

export const WireSignedReturn = object({
  rightId: Uint64Text,
  count: Type.Integer({ minimum: 1, maximum: 255 }),
  rebinds: Type.Integer({ minimum: 0, maximum: 255 }),
  expiresAt: Uint64Text,
  signature: bytes("{66,640}", "The kind of key, then its signature"),
});

export const PrepareBody = object({ from: AddressText, to: AddressText, data: Data });

export const Prepared = object({
  chainId: Type.Integer(),
  forwarder: AddressText,
  request: WireForwardRequest,
  sponsor: Type.String(),
});

export const RequestsBody = object({ requests: Type.Array(WireSignedRequest, { minItems: 1, maxItems: 100 }) });

export const ReturnsBody = object({ returns: Type.Array(WireSignedReturn, { minItems: 1, maxItems: 100 }) });

const Id = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });
const draw = { eventId: Id, classId: Type.Integer({ minimum: 1, maximum: 64 }) };
const entrant = { agentId: Id, holder: AddressText, evidence: bytes("{0,2048}", "What an attester signed") };

export const WireDrawAct = Type.Union([
  object({ act: Type.Enum(["appeal", "accept"]), ...draw, ...entrant }),
  object({ act: Type.Enum(["hold", "settle"]), ...draw }),
  object({
    act: Type.Literal("advance"),
    ...draw,
    seats: Type.Array(Type.Integer({ minimum: 0, maximum: 0xff_ffff }), { maxItems: 1_000 }),
  }),
  object({
    act: Type.Literal("prove"),
    ...draw,
    round: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    signature: bytes("{96}", "x and y of the signature, 96 bytes"),
  }),
]);

export const DrawActsBody = object({ acts: Type.Array(WireDrawAct, { minItems: 1, maxItems: 100 }) });

const states = [
  "queued",
  "assigned",
  "mined",
  "confirmed",
  "rejected",
  "expired",
  "superseded",
  "executed_elsewhere",
  "cancelled",
] as const satisfies readonly RequestState[];

export const RequestStates = Type.Enum([...states]);
export const RequestKinds = Type.Enum(["request", "return", "act"]);

const RequestReason = object({
  code: Type.String(),
  detail: Type.String(),
  revertData: Type.Optional(Data),
});

export const RequestStatus = object({
  digest: DigestText,
  kind: RequestKinds,
  state: RequestStates,
  outcome: Type.Optional(Type.Enum(["success", "failed", "skipped"])),
  transactionHash: Type.Optional(DigestText),
  blockNumber: Type.Optional(Type.Integer()),
  blockHash: Type.Optional(DigestText),
  gasUsed: Type.Optional(Digits),
  reason: Type.Optional(RequestReason),
  receivedAt: Type.String({ format: "date-time" }),
  updatedAt: Type.String({ format: "date-time" }),
});

export const Problem = object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  retryable: Type.Boolean(),
  requestId: Type.String(),
  revertData: Type.Optional(Data),
});

export const SubmitResult = Type.Union([
  object({ digest: DigestText, status: RequestStatus }),
  object({ digest: Type.Optional(DigestText), problem: Problem }),
]);

export const Submitted = object({ results: Type.Array(SubmitResult) });

export const RelayInfo = object({
  version: Type.String(),
  chainId: Type.Integer(),
  forwarder: AddressText,
  rightsRegistry: AddressText,
  relayers: Type.Array(AddressText),
  confirmations: Type.Integer(),
  maxDeadlineSeconds: Type.Integer(),
});

export const SponsorId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,39}$" });

/** Signature of `Cancel(bytes32 digest)`, by the key that signed the cancelled item. */
export const SignatureHeader = Type.Object({ "doorkey-signature": Type.Optional(bytes("{65,640}", "A signature")) });

const Usage = object({
  period: Type.String({ description: "A day or a month, UTC" }),
  limit: Digits,
  reserved: Digits,
  spent: Digits,
});

/** What a sponsor used of its budget, in wei. */
export const SponsorUsage = object({ sponsor: Type.String(), paused: Type.Boolean(), day: Usage, month: Usage });

/** What is paused: all, the intake, sponsors or signers. */
export const Paused = Type.Object({ paused: Type.Array(Type.String()) });

/** The relay's status, for operators. */
export const RelayStatus = object({
  ready: Type.Boolean(),
  reasons: Type.Array(Type.String()),
  paused: Type.Array(Type.String()),
  queue: object({
    queued: Type.Integer(),
    assigned: Type.Integer(),
    mined: Type.Integer(),
    oldestQueuedSeconds: Type.Number(),
    newEvents: Type.Integer(),
  }),
  signers: Type.Array(
    object({
      address: AddressText,
      nextNonce: Type.Integer(),
      /** Requests that name it, and transactions of it, that are not mined. */
      underWay: Type.Integer(),
      owner: Type.Union([Type.String(), Type.Null()]),
      lowSince: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
