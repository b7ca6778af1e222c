import type { ContractTransaction } from "ethers";
import type { Bench } from "../../../chain.ts";

/** Something that is done to rights, as a transaction of whoever may do it. */
export type Act = {
  readonly operation: string;
  /** How many rights it is about. */
  readonly n: number;
  readonly signer: Bench["roles"]["gate"];
  readonly call: ContractTransaction;
  /** The event that tells of the work, and how often it must be there; none may tell of a refusal. */
  readonly emits: readonly [name: string, times: number];
};
