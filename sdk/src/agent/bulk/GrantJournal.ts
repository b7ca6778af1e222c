import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { Address, Hex } from "../../core/Hex.ts";

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

/** A call that was about to be sent: its rows by their places in the list, and the signed request. */
export type JournaledBatch = { readonly rows: readonly number[]; readonly request: JournaledRequest };

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
