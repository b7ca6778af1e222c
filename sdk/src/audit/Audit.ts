import type { Result } from "ethers";
import type { ContractName } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import type { IndexLog } from "../eventIndex/IndexLog.ts";
import type { IndexedEvent, IndexState } from "../eventIndex/IndexState.ts";
import type { RawHeader, RawLog } from "./source/AuditSource.ts";
import type { NodeDifference } from "./source/twoSources.ts";
import type { Thresholds } from "./thresholds.ts";

/** A log with what it says. */
export type AuditLog = IndexLog & { readonly name: string; readonly args: Result };

/** A call to a contract of the suite, as its calldata has it. */
export type AuditCall = {
  readonly contract: ContractName;
  /** The account that made it: the transaction's sender, or the signer of a request at the forwarder. */
  readonly sender: Address;
  readonly relayed: boolean;
  readonly name: string;
  readonly args: Result;
};

/** The calls of a transaction. */
export type AuditTransaction = {
  readonly hash: Hex;
  readonly from: Address;
  /**
   * - `calls`: every call to the suite is in `calls`;
   * - `through a contract`: another contract made the calls, such as an account of code, so their data is not known;
   * - `too large`: it has more than 1 MiB, so its calls are not read;
   * - `missing`: the node does not have the transaction;
   * - `different`: what the node gave is not the transaction of this hash.
   */
  readonly kind: "calls" | "through a contract" | "too large" | "missing" | "different";
  readonly calls: readonly AuditCall[];
};

/** What was served where the event says that its document is. */
export type AuditDocument =
  | { readonly document: EventDocument; readonly problem?: undefined }
  | {
      readonly document?: undefined;
      readonly problem: string;
      /** Whether another document than the published one was served, rather than none. */
      readonly differs: boolean;
    };

/** What the node gave, checked in itself. A part that needs logs is checked only if nothing is wrong with them. */
export type AuditReading = {
  /** Nodes that were asked. */
  readonly nodes: number;
  readonly differences: readonly NodeDifference[];
  /** Logs that the node gave twice, or out of order. */
  readonly misplaced: readonly RawLog[];
  /** Logs that do not fit to those before them. */
  readonly unfit: readonly IndexLog[];
  /** Headers of blocks with logs that do not give their hash. */
  readonly unproven: readonly RawHeader[];
  /** Number of headers that were checked. */
  readonly headers: number;
  /** Transactions whose data is not that of their hash, or that the node does not have, of those asked so far. */
  readonly unread: ReadonlyMap<Hex, Exclude<AuditTransaction["kind"], "calls">>;
  /** Number of transactions that were asked for so far. */
  readonly transactions: number;
};

/** The history of an event, as each part of an audit reads it. All of it is at or before `head`. */
export type Audit = {
  readonly eventId: number;
  /** Domain of the statements that holders sign. */
  readonly suite: SuiteRef;
  readonly head: BlockRef & { readonly timestamp: number };
  /**
   * Reads the chain at `head`; it answers for no other block. What it answers is kept in the bundle. The read functions
   * of the SDK take it, such as `readDraw`.
   */
  readonly connection: Connection;
  /** State of the suite at `head`, from its logs alone. Empty if `goneBefore` is set. */
  readonly state: IndexState;
  /** The event in `state`. Without logs it has no class and no batch. */
  readonly event: IndexedEvent;
  readonly reading: AuditReading;
  /** The node has no logs of blocks before this one; undefined if it has all. */
  readonly goneBefore: number | undefined;
  /** Known from `conclude` on. */
  readonly document: AuditDocument;
  readonly thresholds: Thresholds;
  /** Most signatures to check of each kind; undefined = all. */
  readonly sample: number | undefined;
  /** Number of worker threads for signatures; 0 = none. */
  readonly workers: number;
  /**
   * Logs of the suite with one of these names that are about the event or its rights, in the order of the chain. Each is
   * decoded at its turn.
   */
  logsOf(contract: ContractName, ...names: readonly string[]): Generator<AuditLog, void, void>;
  transaction(hash: Hex): Promise<AuditTransaction>;
  /** One after the other, in the order of the hashes. Each is read again for each time that its hash is there. */
  transactions(hashes: readonly Hex[]): AsyncGenerator<AuditTransaction, void, void>;
  /** Reports how far the part is that concludes. */
  progress(done: number, of: number): void;
};
