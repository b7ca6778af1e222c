import type { Hex } from "./Hex.ts";

/** Why a contract of the suite refused a call. */
export type ContractError = {
  /** As the contract names it, such as `QuotaExceeded`; `Error` and `Panic` are Solidity's own. */
  readonly name: string;
  /** Its arguments by name; empty if the data was cut short, as in the forwarder's log. */
  readonly args: Readonly<Record<string, unknown>>;
  /** A sentence for people that says when the contract throws this error. */
  readonly sentence: string;
  readonly data: Hex;
};
