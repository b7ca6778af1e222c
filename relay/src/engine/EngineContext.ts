import type { Address, Hex } from "doorkey";
import type { DrawContracts } from "doorkey/relay";
import type { Chain } from "../chain/Chain.ts";
import type { Unanswered } from "../chain/unanswered.ts";
import type { Ending } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { Db } from "../storage/transact.ts";
import type { EngineEvent } from "./EngineEvent.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import type { Shapes } from "./shapes.ts";

/** A transaction to be signed, always of type 2 and without value. */
export type UnsignedTransaction = {
  readonly type: 2;
  readonly chainId: number;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly value: 0n;
};

/** A key that pays: in memory, in a keystore, or in a device that signs on request. */
export type RelaySigner = {
  readonly address: Address;
  /** Returns the raw signed transaction. Called outside database transactions, so it may be slow. */
  readonly signTransaction: (transaction: UnsignedTransaction) => Promise<Hex>;
};

/** Where the engine sends to. */
export type Suite = {
  readonly chainId: number;
  readonly forwarder: Address;
  /** EntryRightRegistry, which takes returns. */
  readonly rightsRegistry: Address;
  /** Where acts at draws go. Undefined in a suite without draws. */
  readonly draws?: DrawContracts | undefined;
};

/**
 * Checks again whether accepted requests may be sent: undefined for each that may, else how it ends (F23), or that a node
 * did not answer about it. Called right before a transaction is built. It does not check whether a call would succeed on
 * chain.
 */
export type Recheck = (requests: readonly RequestRow[]) => Promise<readonly (Ending | Unanswered | undefined)[]>;

/** Points at which a test may kill the process, to see that nothing is lost there. */
export type Failpoint = "assigned" | "signed" | "stored" | "broadcast" | "mined";

/** What every part of the engine works with. State that changes is in the database. */
export type EngineContext = {
  readonly db: Db;
  readonly chain: Chain;
  readonly suite: Suite;
  /** By lower-case address. */
  readonly signers: ReadonlyMap<Address, RelaySigner>;
  /** This replica. Differs in each process. */
  readonly owner: string;
  readonly options: EngineOptions;
  /** What nodes estimated for transactions of each shape. */
  readonly shapes: Shapes;
  readonly recheck: Recheck;
  readonly observe: (event: EngineEvent) => void;
  readonly failpoint: (at: Failpoint) => Promise<void>;
};

/** The right to send for a signer, until the database says otherwise. */
export type Lease = { readonly signer: Address; readonly epoch: number };
