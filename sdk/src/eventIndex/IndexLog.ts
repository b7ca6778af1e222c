import type { ContractName } from "../abi/contracts.ts";
import type { Hex } from "../core/Hex.ts";

/** A log of one of the suite's contracts, as an index keeps it: plain JSON. */
export type IndexLog = {
  readonly contract: ContractName;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Of its block, in seconds. */
  readonly timestamp: number;
  readonly transactionHash: Hex;
  /** Its place in the block. */
  readonly index: number;
};
