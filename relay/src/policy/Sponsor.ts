import type { Address, Hex } from "doorkey/buyer";

/** Limits what the arguments of a call may name. Each list that is present must hold for everything the call names. */
export type Rules = {
  readonly organizers?: readonly number[];
  readonly agents?: readonly number[];
  readonly events?: readonly number[];
};

/** One function that a sponsor pays for. */
export type Allowance = {
  readonly to: Address;
  /** Four bytes; `0x` = a request to the forwarder that only uses up its nonce. */
  readonly selector: Hex;
  readonly maxGas: number;
  readonly only: Rules;
};

/** What a sponsor pays in a day and in a month, in wei. */
export type Budget = {
  readonly perDay: bigint;
  readonly perMonth: bigint;
  /** Most of either, in percent, that calls without a key may use. */
  readonly keylessPercent: number;
};

/** Who pays for which calls, up to how much. A call that is not allowed is refused. */
export type Sponsor = {
  readonly id: string;
  /** Hashes of its API keys. */
  readonly keyHashes: readonly string[];
  /** Organizers for whose events it pays returns and gates' admissions without a key. */
  readonly organizers: readonly number[];
  readonly allowances: readonly Allowance[];
  readonly budget: Budget;
};
