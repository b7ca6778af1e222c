import type { Hex } from "./Hex.ts";

/** Why a contract of the suite refused a call. */
export type ContractError = {
  /** As the contract names it, such as `QuotaExceeded`; `Error` and `Panic` are Solidity's own. */
  readonly name: string;
  /** Its arguments by their names; none when the data was cut short, as it is in the forwarder's log. */
  readonly args: Readonly<Record<string, unknown>>;
  /** For people: when this error is thrown. */
  readonly sentence: string;
  readonly data: Hex;
};
