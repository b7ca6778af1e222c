/** How a chain charges for a transaction's data on the chain below it. */
export const FEE_MODELS = ["ethereum", "op-stack", "arbitrum"] as const;

/**
 * - `ethereum`: no chain below;
 * - `op-stack`: a fee on top of gas times price, in wei, asked of the chain's GasPriceOracle;
 * - `arbitrum`: more gas in the same transaction, asked of the chain's NodeInterface.
 */
export type FeeModel = (typeof FEE_MODELS)[number];

/**
 * Least gas that the relay counts for parts of its transactions. A node's estimate may only add to it, so that no price of
 * gas from before a fork decides.
 */
export type GasFloors = {
  /** Of a request beside its call: hash, nonce, signature check and event. */
  readonly request: number;
  /** Of a return, and of each of its rights. */
  readonly return: number;
  readonly returnedRight: number;
};

/** What the relay must know of a chain and cannot ask a node. */
export type ChainTraits = {
  readonly fees: FeeModel;
  /** Blocks on top of a transaction's own until it is final. */
  readonly confirmations: number;
  /** Seconds between two blocks. */
  readonly blockSeconds: number;
  /** Most blocks of one log query. */
  readonly logBlocks: number;
  /** Most calls of one JSON-RPC batch. */
  readonly batchCalls: number;
  /** Most gas of one transaction. */
  readonly transactionGas: number;
  readonly gas: GasFloors;
};

/** EIP-7825: no transaction of a chain with it may have more. */
export const TRANSACTION_GAS_CAP = 16_777_216;

export const ETHEREUM: ChainTraits = {
  fees: "ethereum",
  confirmations: 3,
  blockSeconds: 12,
  logBlocks: 50_000,
  batchCalls: 100,
  transactionGas: TRANSACTION_GAS_CAP,
  gas: { request: 34_000, return: 70_000, returnedRight: 45_000 },
};

const OP_STACK: ChainTraits = { ...ETHEREUM, fees: "op-stack", confirmations: 10, blockSeconds: 2 };
const ARBITRUM: ChainTraits = { ...ETHEREUM, fees: "arbitrum", confirmations: 20, blockSeconds: 1 };

/** The chains that the relay knows by their ids. */
const KNOWN: ReadonlyMap<number, ChainTraits> = new Map([
  [1, ETHEREUM],
  [11_155_111, ETHEREUM],
  [560_048, ETHEREUM],
  [100, { ...ETHEREUM, confirmations: 5, blockSeconds: 5 }],
  [137, { ...ETHEREUM, confirmations: 16, blockSeconds: 2 }],
  [10, OP_STACK],
  [130, { ...OP_STACK, blockSeconds: 1 }],
  [480, OP_STACK],
  [8_453, OP_STACK],
  [84_532, OP_STACK],
  [11_155_420, OP_STACK],
  [42_161, ARBITRUM],
  [42_170, ARBITRUM],
  [421_614, ARBITRUM],
  [31_337, { ...ETHEREUM, blockSeconds: 1 }],
]);

/**
 * What is known of a chain. An unknown one counts as a chain like Ethereum.
 *
 * @example
 * chainTraits(10).fees; // "op-stack"
 */
export function chainTraits(chainId: number): ChainTraits {
  return KNOWN.get(chainId) ?? ETHEREUM;
}
