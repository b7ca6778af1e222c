import type { Address, Hex } from "../core/Hex.ts";

/** A team's call of one of the suite's contracts: plain data, not sent yet. */
export type Call = {
  readonly to: Address;
  readonly data: Hex;
  /** The function's name, for messages. */
  readonly name: string;
};

/** How long to wait for a call: until it was accepted, is in a block, or is in a block that is final. */
export type Until = "accepted" | "mined" | "final";

/** The transaction that executed a call. */
export type Transaction = {
  readonly hash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Gas of the whole transaction, which may contain calls of other senders. */
  readonly gasUsed: bigint;
  /** The logs of this call only. */
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

/** The result of a call that is in a block, and its transaction. */
export type Done<result> = result & { readonly transaction: Transaction };

/** What a call returns: its result and transaction, or with `until: "accepted"` a way to wait for them. */
export type Sent<result, until extends Until> = until extends "accepted" ? Accepted<result> : Done<result>;

/** How a call is sent, and how long to wait for it. */
export type SendOptions<until extends Until = Until> = {
  /** Defaults to "mined". */
  readonly until?: until | undefined;
  /** Defaults to "relay" if the connection has one, else "direct". */
  readonly via?: "relay" | "direct" | undefined;
  /** Longest wait in milliseconds, then CALL_UNDECIDED. Defaults to 180,000, or 1,800,000 until the call is final. */
  readonly timeout?: number | undefined;
};

/** An accepted call, before its result is read. */
export type Underway = {
  readonly id: Hex;
  readonly wait: (until: "mined" | "final", deadline: number) => Promise<Transaction>;
};
