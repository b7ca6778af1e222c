/** Why a contract of the suite refused a call. */
export type ContractError = {
  /** As the contract names it, such as `QuotaExceeded`; `Error` and `Panic` are Solidity's own. */
  readonly name: string;
  /** Its arguments by name; empty if the data was cut short, as in the forwarder's log. */
  readonly args: Readonly<Record<string, unknown>>;
  /** A sentence for people, with the values of this refusal: `Only 3 more rights are left of your allotment.` */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The revert data. Its type is not imported, because the checks of that file throw errors. */
  readonly data: `0x${string}`;
};
