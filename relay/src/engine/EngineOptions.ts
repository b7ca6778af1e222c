import { TRANSACTION_GAS_CAP } from "./gasLimit.ts";

/** How the engine works; every field has a default that suits a public chain. */
export type EngineOptions = {
  /** How long a signer stays with a replica that says nothing. */
  readonly leaseMs: number;
  /** Blocks on top of a transaction's own until it is final. */
  readonly confirmations: number;
  /** Transactions of one signer that wait to be mined at once. */
  readonly maxInFlight: number;
  /** Requests in one transaction; 1 = no batching. */
  readonly maxRequests: number;
  /** Requests of one client in one transaction. */
  readonly maxPerFrom: number;
  /** A batch goes as soon as its requests want this much gas together, */
  readonly flushGas: number;
  /** or the oldest has waited this long, or one of them is for the door. */
  readonly maxWaitMs: number;
  /** Most gas of a transaction; 30 % of the block's limit and the protocol's cap hold besides. */
  readonly maxGas: number;
  /** Most bytes of a transaction: nodes refuse 128 KiB. */
  readonly maxBytes: number;
  /** A transaction that waits longer is offered for more. */
  readonly bumpAfterMs: number;
  /** One that waits longer and that a node does not have is sent to it again. */
  readonly rebroadcastAfterMs: number;
  readonly maxFeeCap: bigint;
  readonly minTip: bigint;
  /** A signer with less forms nothing new. */
  readonly lowBalanceWei: bigint;
  /** A queued request ends this many seconds before its deadline: it would not be mined in time (F24). */
  readonly deadlineMarginSeconds: number;
  /** How many blocks back an execution by somebody else is looked for. */
  readonly lookbackBlocks: number;
  /** Between two passes when nobody calls `wake`. */
  readonly pollMs: number;
};

const GWEI = 10n ** 9n;
const ETHER = 10n ** 18n;

export const defaultOptions: EngineOptions = {
  leaseMs: 15_000,
  confirmations: 12,
  maxInFlight: 4,
  maxRequests: 100,
  maxPerFrom: 100,
  flushGas: 8_000_000,
  maxWaitMs: 1_000,
  maxGas: TRANSACTION_GAS_CAP,
  maxBytes: 120_000,
  bumpAfterMs: 30_000,
  rebroadcastAfterMs: 5_000,
  maxFeeCap: 200n * GWEI,
  minTip: GWEI / 100n,
  lowBalanceWei: ETHER / 20n,
  deadlineMarginSeconds: 30,
  lookbackBlocks: 50_000,
  pollMs: 200,
};
