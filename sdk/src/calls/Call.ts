import type { Address, Hex } from "../core/Hex.ts";

/** A call of one of the suite's contracts that a team makes: pure data, not sent yet. */
export type Call = {
  readonly to: Address;
  readonly data: Hex;
  /** The function's name, for messages. */
  readonly name: string;
};

/** How long to wait for a call: until it was taken, is in a block, or is in a block that stays. */
export type Until = "accepted" | "mined" | "final";

/** The transaction that a call went through in. */
export type Transaction = {
  readonly hash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Of the whole transaction, which may carry calls of others. */
  readonly gasUsed: bigint;
  /** What this very call logged. */
  readonly logs: readonly CallLog[];
};

/** A log as the chain has it. */
export type CallLog = {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly index: number;
};

/** A call that is on its way. */
export type Accepted<result> = {
  /** Digest of the request at the relay, or hash of the transaction. */
  readonly id: Hex;
  readonly via: "relay" | "direct";
  /** Waits for its result. */
  readonly wait: (until?: "mined" | "final") => Promise<Done<result>>;
};

/** The result of a call that is in a block, and the transaction it came with. */
export type Done<result> = result & { readonly transaction: Transaction };

/** What a call gives back: its result and transaction, or with `until: "accepted"` the way to wait for them. */
export type Sent<result, until extends Until> = until extends "accepted" ? Accepted<result> : Done<result>;

/** How a call is sent, and how long to wait for it. */
export type SendOptions<until extends Until = Until> = {
  /** "mined" unless said. */
  readonly until?: until | undefined;
  /** Directly although the connection has a relay. */
  readonly via?: "relay" | "direct" | undefined;
  /** Longest wait, in milliseconds; unless said 180,000, and 1,800,000 until it is final. Then CALL_UNDECIDED. */
  readonly timeout?: number | undefined;
};

/** A call that was taken, before its result is read. */
export type Underway = {
  readonly id: Hex;
  readonly wait: (until: "mined" | "final", deadline: number) => Promise<Transaction>;
};
