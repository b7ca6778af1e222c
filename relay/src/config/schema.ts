/** The shape of the configuration file. An operator reads a `description` when a value is wrong. */

import type { Address } from "doorkey/buyer";
import { type Static, type TSchema, Type } from "typebox";
import { FEE_MODELS, type FeeModel } from "../chain/chains.ts";
import { AMOUNT_PATTERN } from "./amount.ts";

const strict = { additionalProperties: false } as const;

const object = <properties extends Record<string, TSchema>>(properties: properties) => Type.Object(properties, strict);

/** A group of settings that all have defaults. It may be left out. */
const settings = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, { ...strict, default: {} });

const whole = (standard: number, minimum: number, maximum: number) =>
  Type.Integer({ default: standard, minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });

/** A whole number without a default of its own. */
const count = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });

const amount = (options: { default?: string } = {}) =>
  Type.String({ ...options, pattern: AMOUNT_PATTERN, description: 'an amount such as "0.5 ether" or "30 gwei"' });

const address = Type.Unsafe<Address>(
  Type.String({ pattern: "^0x[0-9a-fA-F]{40}$", description: "an address: 0x and 40 hex digits" }),
);

const id = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,39}$",
  description: "1 to 40 small letters, digits and hyphens",
});

const keyHash = Type.String({
  pattern: "^sha256:[0-9a-f]{64}$",
  description: "sha256: and 64 hex digits, as `doorkey-relay init` prints it",
});

const teamIds = Type.Array(Type.Integer({ minimum: 1, maximum: 0xffff_ffff }), {
  minItems: 1,
  description: "a list of team ids, counted from 1",
});

const rate = (points: number, seconds: number) =>
  Type.Object(
    { points: whole(points, 1, 1_000_000), seconds: whole(seconds, 1, 86_400) },
    { ...strict, default: {}, description: "points and seconds" },
  );

const url = (schemes: string) => Type.String({ pattern: `^(${schemes})://`, description: `a URL of ${schemes}` });

const chain = object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "a chain id" }),
  rpc: Type.Array(url("https?"), { minItems: 1, maxItems: 8, description: "one to eight JSON-RPC URLs" }),
  /** Defaults to what `chains` has, or to what the relay knows of the chain. */
  confirmations: Type.Optional(count(1, 256)),
  /**
   * A head that is older takes the relay out of service. Defaults to 120, or to the time of ten blocks if that is more; a
   * local chain has no limit.
   */
  maxHeadAgeSeconds: Type.Optional(
    Type.Integer({ minimum: 5, maximum: 86_400, description: "a whole number from 5 to 86400" }),
  ),
  /** Defaults to the newest deployment that the package `doorkey` knows on the chain. */
  contracts: Type.Optional(
    object({
      GasRelayForwarder: address,
      AgentRegistry: address,
      EventRegistry: address,
      EntryRightRegistry: address,
      AttesterIdentityVerifier: Type.Optional(address),
      DrandBeacon: Type.Optional(address),
      Ballot: Type.Optional(address),
      MerkleSaleHook: Type.Optional(address),
    }),
  ),
});

/** What the relay must know of a chain. Each key defaults to what it knows already. */
const chainTraits = object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "a chain id" }),
  /** How transactions pay for their data on the chain below. */
  fees: Type.Optional(
    Type.Unsafe<FeeModel>(
      Type.String({ pattern: `^(${FEE_MODELS.join("|")})$`, description: `one of ${FEE_MODELS.join(", ")}` }),
    ),
  ),
  confirmations: Type.Optional(count(1, 256)),
  blockSeconds: Type.Optional(count(1, 3_600)),
  /** Most blocks of one log query, and most calls of one JSON-RPC batch. */
  logBlocks: Type.Optional(count(1, 1_000_000)),
  batchCalls: Type.Optional(count(1, 1_000)),
  /** Most gas of one transaction. */
  transactionGas: Type.Optional(count(1_000_000, 1_000_000_000)),
  /** Least gas that is counted. A node's estimate may only add to it. */
  gas: Type.Optional(
    object({
      request: Type.Optional(count(21_000, 10_000_000)),
      return: Type.Optional(count(21_000, 10_000_000)),
      returnedRight: Type.Optional(count(5_000, 10_000_000)),
    }),
  ),
});

const server = settings({
  /** DOORKEY_RELAY_HOST, DOORKEY_RELAY_PORT and DOORKEY_RELAY_METRICS_PORT override these three. */
  host: Type.String({ default: "127.0.0.1", minLength: 1, description: "a host name or address to listen on" }),
  port: whole(8787, 0, 65_535),
  /** Metrics have a port of their own, so that they can stay private. */
  metricsPort: whole(9787, 0, 65_535),
  /** Trust `X-Forwarded-For` of these proxies only. */
  trustProxies: Type.Array(Type.String({ minLength: 1 }), { default: [], description: "a list of addresses or CIDRs" }),
  /** Origins whose pages may call the relay; holders' returns come from pages. */
  corsOrigins: Type.Array(url("https?"), { default: [], description: "a list of origins" }),
});

const database = settings({
  /** `postgres://…`. Defaults to an embedded database in `folder`. DOORKEY_RELAY_DATABASE_URL overrides it. */
  url: Type.Optional(url("postgres|postgresql")),
  folder: Type.String({ default: "data", minLength: 1, description: "a folder" }),
});

const requests = settings({
  deadlineSeconds: whole(300, 15, 86_400),
  maxDeadlineSeconds: whole(3_600, 15, 604_800),
  /** A deadline nearer than this could pass before the request is mined. A third of it is for waiting in the queue. */
  minDeadlineSeconds: whole(45, 3, 3_600),
  gasMarginPercent: whole(20, 0, 200),
  maxGas: whole(12_000_000, 21_000, 1_000_000_000),
  maxDataBytes: whole(98_304, 0, 120_000),
  queuedPerSender: whole(100, 1, 10_000),
  /** Calls of one sender that may fail on chain within an hour, at its sponsor's cost, before it has to wait. */
  failuresPerHour: whole(20, 1, 10_000),
});

const limits = settings({
  bodyBytes: whole(1_048_576, 1_024, 16_777_216),
  perIp: rate(600, 60),
  perKey: rate(3_000, 60),
  perSender: rate(240, 60),
});

const fees = settings({
  /** The relay never offers more per gas. */
  maxFeePerGas: amount({ default: "100 gwei" }),
  /** The relay never offers a lower tip. */
  minPriorityFeePerGas: amount({ default: "0.01 gwei" }),
  /** The relay never offers a higher tip, except to replace what the base fee has shut out. */
  maxPriorityFeePerGas: amount({ default: "50 gwei" }),
  /** Below this a signer builds no new transactions. */
  lowBalance: amount({ default: "0.05 ether" }),
});

/** How requests become transactions. */
const batches = settings({
  maxRequests: whole(100, 1, 1_000),
  maxPerSender: whole(100, 1, 1_000),
  /**
   * A batch is sent when its requests need this much gas, or the oldest has waited `maxWaitMs`, or one is an admission.
   */
  flushGas: whole(8_000_000, 100_000, 16_000_000),
  maxWaitMs: whole(1_000, 0, 600_000),
  /** The most that the chain gives one transaction applies too. */
  maxGas: whole(1_000_000_000, 1_000_000, 1_000_000_000),
  /** Transactions of one signer on their way at once. */
  maxInFlight: whole(4, 1, 16),
  bumpAfterSeconds: whole(30, 1, 86_400),
  /** Between two looks at the chain's head. On average, half of it adds to the latency of a request. */
  pollMs: whole(200, 20, 60_000),
  leaseSeconds: whole(15, 2, 600),
});

/** A part of the name of a key in Google Cloud KMS. */
const segment = "[A-Za-z0-9_:.-]+";

/** One of the three. */
const signer = object({
  /** An encrypted JSON keystore (Ethereum's version 3), relative to the configuration file. */
  keystore: Type.Optional(Type.String({ minLength: 1, description: "the path of a keystore file" })),
  /** A key in AWS KMS of the kind ECC_SECG_P256K1. Credentials come from the environment, as the AWS client reads them. */
  awsKms: Type.Optional(
    object({
      keyId: Type.String({
        pattern: "^[A-Za-z0-9:/_-]{1,2048}$",
        description: "the id, ARN or alias of a key in AWS KMS",
      }),
      /** Defaults to the one of the environment. */
      region: Type.Optional(
        Type.String({ pattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$", description: "a region such as eu-central-1" }),
      ),
    }),
  ),
  /** A key version in Google Cloud KMS of the kind EC_SIGN_SECP256K1_SHA256. Credentials come from the environment. */
  googleKms: Type.Optional(
    object({
      key: Type.String({
        pattern: `^projects/${segment}/locations/${segment}/keyRings/${segment}/cryptoKeys/${segment}/cryptoKeyVersions/[0-9]+$`,
        description: "projects/…/locations/…/keyRings/…/cryptoKeys/…/cryptoKeyVersions/…",
      }),
    }),
  ),
});

const rules = object({
  /** Only events of these organizers, and these organizers themselves. */
  organizers: Type.Optional(teamIds),
  /** Only these agents and rights that they granted. */
  agents: Type.Optional(teamIds),
  /** Only these events. */
  events: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 0xffff_ffff }), { minItems: 1 })),
});

export const Allowance = object({
  /** A contract of the suite by its name, or any address that trusts the forwarder. */
  to: Type.String({ minLength: 1, description: "a contract of the suite by its name, or an address" }),
  /** Signatures or four-byte selectors; `cancel` = the request that only uses up its nonce. */
  functions: Type.Array(Type.String({ minLength: 1 }), {
    minItems: 1,
    description: "a list of function signatures or 4-byte selectors",
  }),
  maxGas: Type.Optional(Type.Integer({ minimum: 21_000, maximum: 1_000_000_000, description: "an amount of gas" })),
  only: Type.Optional(rules),
});

const sponsor = object({
  id,
  /** Hashes of API keys; two while one replaces the other. */
  keys: Type.Array(keyHash, { default: [], maxItems: 8, description: "a list of key hashes" }),
  /** Organizers for whose events this sponsor pays returns and gates' admissions without a key. */
  organizers: Type.Array(Type.Integer({ minimum: 1, maximum: 0xffff_ffff }), {
    default: [],
    description: "a list of organizer ids",
  }),
  allow: Type.Array(Allowance, { minItems: 1, description: "a list of what may be called" }),
  budget: object({
    perDay: amount(),
    perMonth: amount(),
    /** Most of either budget, in percent, that calls without a key may use: returns, acts, admissions of gates. */
    keylessPercent: whole(25, 1, 100),
  }),
});

const endpoint = object({
  id,
  url: url("https?"),
  /** Name of the environment variable that holds the secret, because this file must not hold secrets. */
  secretFrom: Type.String({ pattern: "^[A-Z][A-Z0-9_]*$", description: "the name of an environment variable" }),
  /** Sponsors whose requests it is notified about. */
  sponsors: Type.Array(id, { minItems: 1, description: "a list of sponsor ids" }),
});

const webhooks = settings({
  allowPrivateAddresses: Type.Boolean({ default: false, description: "true or false" }),
  endpoints: Type.Array(endpoint, { default: [], description: "a list of endpoints" }),
});

/** How long final requests, and all that belongs to them, are kept. */
const retention = settings({
  /** Defaults to for ever. */
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650, description: "a whole number from 1 to 3650" })),
});

export const ConfigFile = object({
  version: Type.Literal(1, { description: "1" }),
  chain,
  chains: Type.Array(chainTraits, { default: [], description: "a list of chains" }),
  server,
  database,
  requests,
  limits,
  fees,
  batches,
  signers: Type.Array(signer, { default: [], maxItems: 64, description: "a list of signers" }),
  /** A session of the operator's page ends after `sessionMinutes`. */
  admin: Type.Optional(object({ keyHash, sessionMinutes: whole(480, 5, 1_440) })),
  retention,
  webhooks,
  sponsors: Type.Array(sponsor, { minItems: 1, description: "a list of sponsors" }),
});

/** The file with defaults filled in. */
export type ConfigFile = Static<typeof ConfigFile>;
