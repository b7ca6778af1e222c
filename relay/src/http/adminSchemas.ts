/** What operators read, as JSON Schema. The page of operators takes its types from here. */

import { type Static, type TSchema, Type } from "typebox";
import type { PARTS } from "../metrics/readiness.ts";
import { AddressText, DigestText, Paused, RequestKinds, RequestStates, SponsorUsage } from "./schemas.ts";

const object = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, { additionalProperties: false });
const nullable = <schema extends TSchema>(schema: schema) => Type.Union([schema, Type.Null()]);

const Wei = Type.String({ pattern: "^[0-9]+$" });
const Seconds = Type.Number();
const Time = Type.String({ format: "date-time" });
const Health = object({ reasons: Type.Array(Type.String()), warnings: Type.Array(Type.String()) });

const Signer = object({
  address: AddressText,
  /** Absent if no node answers. */
  balance: nullable(Wei),
  low: Type.Boolean(),
  paused: Type.Boolean(),
  nextNonce: Type.Integer(),
  owner: nullable(Type.String()),
  leaseSeconds: nullable(Seconds),
  passedSeconds: nullable(Seconds),
  trouble: nullable(Type.String()),
  /** Transactions that wait for a block, and the age of the oldest. */
  waiting: Type.Integer(),
  oldestWaitingSeconds: Seconds,
  /** Requests that name it and are not mined. */
  requests: Type.Integer(),
});

const SponsorRow = object({
  ...SponsorUsage.properties,
  queued: Type.Integer(),
  assigned: Type.Integer(),
  mined: Type.Integer(),
  quarantined: Type.Integer(),
  oldestQueuedSeconds: Seconds,
});

const Attempt = object({ hash: DigestText, maxFee: Wei, maxTip: Wei, ageSeconds: Seconds });

const UnderWay = object({
  signer: AddressText,
  nonce: Type.Integer(),
  kind: Type.String(),
  state: Type.String(),
  requests: Type.Integer(),
  gasLimit: Type.Integer(),
  ageSeconds: Seconds,
  transactionHash: nullable(DigestText),
  blockNumber: nullable(Type.Integer()),
  attempts: Type.Array(Attempt),
});

/** A request as operators find it. */
export const FoundRequest = object({
  digest: DigestText,
  kind: RequestKinds,
  state: RequestStates,
  sponsor: Type.String(),
  from: AddressText,
  to: AddressText,
  selector: Type.String(),
  events: Type.Array(Type.Integer()),
  outcome: nullable(Type.String()),
  reason: nullable(Type.String()),
  /** How often no node answered about it, the words of the last one, and until when it waits. */
  troubles: Type.Integer(),
  trouble: nullable(Type.String()),
  waitsUntil: nullable(Time),
  transactionHash: nullable(DigestText),
  receivedAt: Time,
  updatedAt: Time,
});

const FaultLine = object({
  at: Time,
  level: Type.Enum(["error", "warn"]),
  message: Type.String(),
  fields: Type.Record(Type.String(), Type.Unknown()),
});

export const AdminOverview = object({
  version: Type.String(),
  chainId: Type.Integer(),
  at: Time,
  paused: Paused.properties.paused,
  ready: object({ intake: Health, sending: Health, reading: Health } satisfies Record<(typeof PARTS)[number], TSchema>),
  lowBalance: Wei,
  signers: Type.Array(Signer),
  sponsors: Type.Array(SponsorRow),
  transactions: Type.Array(UnderWay),
  quarantine: Type.Array(FoundRequest),
  /** Of this replica since it started, the newest first. */
  faults: Type.Array(FaultLine),
});
export type AdminOverview = Static<typeof AdminOverview>;

/** `next` is the `after` of the next page. */
export const FoundRequests = object({ requests: Type.Array(FoundRequest), next: nullable(Type.String()) });
export type FoundRequests = Static<typeof FoundRequests>;

export const AuditPage = object({
  acts: Type.Array(
    object({
      id: Type.Integer(),
      at: Time,
      actor: Type.String(),
      act: Type.String(),
      target: Type.String(),
      detail: Type.String(),
    }),
  ),
  /** The `before` of the next page. */
  next: nullable(Type.Integer()),
});
export type AuditPage = Static<typeof AuditPage>;

const TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$";

export const SearchQuery = object({
  digest: Type.Optional(DigestText),
  from: Type.Optional(AddressText),
  event: Type.Optional(Type.String({ pattern: "^[1-9][0-9]{0,9}$" })),
  state: Type.Optional(RequestStates),
  sponsor: Type.Optional(Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,39}$" })),
  quarantined: Type.Optional(Type.Enum(["true", "false"])),
  since: Type.Optional(Type.String({ pattern: TIME })),
  until: Type.Optional(Type.String({ pattern: TIME })),
  limit: Type.Optional(Type.String({ pattern: "^([1-9][0-9]?|100)$" })),
  after: Type.Optional(Type.String({ pattern: "^[0-9]{4}-[0-9T:.-]{11,30}Z,0x[0-9a-f]{64}$" })),
});

export const AuditQuery = object({
  limit: Type.Optional(Type.String({ pattern: "^([1-9][0-9]?|100)$" })),
  before: Type.Optional(Type.String({ pattern: "^[1-9][0-9]{0,14}$" })),
});
