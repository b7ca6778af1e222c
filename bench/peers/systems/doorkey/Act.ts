import type { ContractTransaction } from "ethers";
import type { Bench } from "../../../chain.ts";

/** An act on rights, as a transaction of an account that may do it. */
export type Act = {
  readonly operation: string;
  /** How many rights it is about. */
  readonly n: number;
  readonly signer: Bench["roles"]["gate"];
  readonly call: ContractTransaction;
  /** The event that shows the work, and how often it must be there. No event may show a refusal. */
  readonly emits: readonly [name: string, times: number];
};
