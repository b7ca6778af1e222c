import { JOURNALED_REQUEST, type JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { fields, hexOf, list, literal, type Shape, whole } from "../../core/shape.ts";

/** Which grants a journal is of. */
export type JournalHead = {
  readonly v: 1;
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
  readonly agentId: number;
  /** How many rows. */
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

/** A call that was about to be sent: its rows by their places in the list, and the signed request. */
export type JournaledBatch = { readonly rows: readonly number[]; readonly request: JournaledRequest };

export const JOURNALED_BATCH: Shape<JournaledBatch> = fields({ rows: list(whole(0)), request: JOURNALED_REQUEST });

/**
 * Where `grantMany` writes every request before it is sent. It says what may have happened; what did happen, the chain
 * says.
 */
export type GrantJournal = {
  /**
   * Takes the journal for this process, and gives back what is in it, in the order in which it was written.
   * Rejects with JOURNAL_LOCKED while another process has it, with JOURNAL_FOREIGN when it is of other grants.
   */
  open(head: JournalHead): Promise<readonly JournaledBatch[]>;
  /** Resolves once the batch would survive the loss of power. */
  append(batch: JournaledBatch): Promise<void>;
  close(): Promise<void>;
};
