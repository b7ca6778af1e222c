import type { BlockRef } from "../core/BlockRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { Statement } from "./Statement.ts";

/** A block with its time in seconds. */
export type AuditBlock = BlockRef & { readonly timestamp: number };

/** An audit of an event: every statement with its verdict. */
export type AuditResult = {
  readonly v: 1;
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
  /** As the organizer wrote it: show it as text of a stranger. Empty if the logs are gone. */
  readonly name: string;
  readonly organizer: string;
  /** The block as of which the audit holds. */
  readonly head: AuditBlock;
  /** The node has no logs of blocks before this one; missing if it has all. */
  readonly goneBefore?: number | undefined;
  readonly statements: readonly Statement[];
  /** Blocks whose hashes to compare with a node that you trust: the first and last with a log of the event, and `head`. */
  readonly compare: readonly BlockRef[];
  /** keccak256 of the hashes of all blocks that the audit read, in their order. */
  readonly blocksHash: Hex;
};

/** What an audit yields while it runs. */
export type AuditProgress =
  | {
      readonly kind: "progress";
      /** What it does: `state`, `logs`, `replay`, or the name of a part. */
      readonly step: string;
      readonly done: number;
      readonly of: number;
    }
  | { readonly kind: "statement"; readonly statement: Statement };
