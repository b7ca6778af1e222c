import { JOURNALED_REQUEST, type JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { fields, hexOf, list, literal, type Shape, whole } from "../../core/shape.ts";

/** Identifies the grants that a journal belongs to. */
export type JournalHead = {
  readonly v: 1;
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
  readonly agentId: number;
  /** Number of rows. */
  readonly rows: number;
  /** keccak256 of the rows. */
  readonly rowsHash: Hex;
};

export const JOURNAL_HEAD: Shape<JournalHead> = fields({
  v: literal(1),
  chainId: whole(1),
  rightsRegistry: hexOf(20),
  eventId: whole(0),
  agentId: whole(0),
  rows: whole(0),
  rowsHash: hexOf(32),
});

/** A call that is about to be sent: its rows by their places in the list, and the signed request. */
export type JournaledBatch = { readonly rows: readonly number[]; readonly request: JournaledRequest };

export const JOURNALED_BATCH: Shape<JournaledBatch> = fields({ rows: list(whole(0)), request: JOURNALED_REQUEST });

/**
 * Where `grantMany` writes every request before it sends it. The journal says what may have happened; the chain says
 * what did happen.
 */
export type GrantJournal = {
  /**
   * Takes the journal for this process, and returns its entries in the order in which they were written.
   * Rejects with JOURNAL_LOCKED while another process has it, with JOURNAL_FOREIGN if it belongs to other grants.
   */
  open(head: JournalHead): Promise<readonly JournaledBatch[]>;
  /** Resolves once the batch would survive a loss of power. */
  append(batch: JournaledBatch): Promise<void>;
  close(): Promise<void>;
};
