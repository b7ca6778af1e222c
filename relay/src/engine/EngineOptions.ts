import { type ChainTraits, ETHEREUM } from "../chain/chains.ts";

/** How the engine works; every field has a default that suits a public chain. */
export type EngineOptions = {
  /** How long a signer stays with a silent replica. */
  readonly leaseMs: number;
  /** Blocks on top of a transaction's own until it is final. */
  readonly confirmations: number;
  /** Most transactions of one signer that wait to be mined at once. */
  readonly maxInFlight: number;
  /** Requests in one transaction; 1 = no batching. */
  readonly maxRequests: number;
  /** Requests of one client in one transaction. */
  readonly maxPerFrom: number;
  /** A batch is sent as soon as its requests need this much gas together, */
  readonly flushGas: number;
  /** or the oldest has waited this long, or one of them is an admission. */
  readonly maxWaitMs: number;
  /** What is known of the chain. */
  readonly traits: ChainTraits;
  /** Most gas of a transaction. A share of the block's limit and the most of the chain apply too. */
  readonly maxGas: number;
  /** Most bytes of a transaction: nodes refuse 128 KiB. */
  readonly maxBytes: number;
  /** A transaction that waits longer gets a higher price. */
  readonly bumpAfterMs: number;
  /** One that waits longer and that a node does not have is sent to it again. */
  readonly rebroadcastAfterMs: number;
  readonly maxFeeCap: bigint;
  readonly minTip: bigint;
  readonly maxTip: bigint;
  /** A signer with less builds no new transaction. */
  readonly lowBalanceWei: bigint;
  /** A queued request ends this many seconds before its deadline, because it would not be mined in time (F24). */
  readonly deadlineMarginSeconds: number;
  /** How many blocks back the engine looks for an execution by another sender. */
  readonly lookbackBlocks: number;
  /** Between two passes while something is under way, if `wake` is not called. */
  readonly pollMs: number;
  /** The same while nothing is under way or waits. */
  readonly idlePollMs: number;
};

const GWEI = 10n ** 9n;
const ETHER = 10n ** 18n;

export const defaultOptions: EngineOptions = {
  traits: ETHEREUM,
  leaseMs: 15_000,
  confirmations: 12,
  maxInFlight: 4,
  maxRequests: 100,
  maxPerFrom: 100,
  flushGas: 8_000_000,
  maxWaitMs: 1_000,
  maxGas: Number.POSITIVE_INFINITY,
  maxBytes: 120_000,
  bumpAfterMs: 30_000,
  rebroadcastAfterMs: 5_000,
  maxFeeCap: 200n * GWEI,
  minTip: GWEI / 100n,
  maxTip: 50n * GWEI,
  lowBalanceWei: ETHER / 20n,
  deadlineMarginSeconds: 30,
  lookbackBlocks: 50_000,
  pollMs: 200,
  idlePollMs: 1_000,
};
