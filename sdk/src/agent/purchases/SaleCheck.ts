import type { Address } from "../../core/Hex.ts";

/** What a seller may still sell of a class, and why it may not sell what it asked for. */
export type SaleCheck = {
  readonly eventId: number;
  readonly className: string;
  /** The block at which the chain was read, and its time in seconds. */
  readonly block: number;
  readonly takenAt: number;
  /** Places of the class that are not taken, less those of open invitations of this seller's store. */
  readonly placesLeft: number;
  /** Rights of this class in orders of the seller's store that were invited and are not granted yet. */
  readonly invited: number;
  /** The agent's quota and that of each agent above it, up to the organizer. Empty if it is not designated. */
  readonly quotas: readonly QuotaLeft[];
  /** Seconds. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** The contract that may refuse grants of this class for reasons of its own. */
  readonly restrictedBy?: Address | undefined;
  /** Why the places cannot be sold now; empty if they can. */
  readonly problems: readonly SaleProblem[];
};

/** What one level of the agents' tree may still grant. */
export type QuotaLeft = {
  readonly agentId: number;
  readonly quota: number;
  /** Rights that it and those under it ever granted. */
  readonly used: number;
  /** Less the open invitations of this seller's store. */
  readonly left: number;
};

/**
 * Why places cannot be sold now:
 * - `event-cancelled`, `sales-paused`, `sales-not-open`, `sales-closed`: of the whole event;
 * - `agent-not-designated`, `agent-inactive`, `signer-refused`: of the seller's agent, or of the key it signs with;
 * - `quota-exceeded`: the agent, or one above it, has fewer rights left;
 * - `sold-out`: the class has fewer places left;
 * - `seat-taken`: a seat is held, was freed and not reopened, or is in an open invitation;
 * - `seat-unknown`: the class has no seat of this number;
 * - `evidence-missing`: the class needs a person for each right, and the seller has no `evidence`.
 */
export type SaleProblem = {
  readonly reason:
    | "event-cancelled"
    | "sales-paused"
    | "sales-not-open"
    | "sales-closed"
    | "agent-not-designated"
    | "agent-inactive"
    | "signer-refused"
    | "quota-exceeded"
    | "sold-out"
    | "seat-taken"
    | "seat-unknown"
    | "evidence-missing";
  /** For the person who sells. */
  readonly sentence: string;
  /** Whether the next block may solve it. */
  readonly retryable: boolean;
};
