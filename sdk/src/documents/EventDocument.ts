import type { Address, Hex } from "../core/Hex.ts";

/**
 * What an event document says, checked: a schema.org/Event with one key `doorkey`. A plain value that survives JSON; it
 * is what `publishEvent` publishes.
 */
export type EventDocument = {
  readonly name: string;
  readonly venue: string;
  /** The event's own page. */
  readonly url: string;
  /** As it is written: ISO 8601 with the event's own offset from UTC. */
  readonly startsAt: string;
  /** Where fans report a traded ticket that they were offered. */
  readonly reportUrl?: string | undefined;
  readonly schedule: EventSchedule;
  readonly policy: EventPolicy;
  /** In the order of the document, which is that of their ids. */
  readonly classes: readonly EventClass[];
  /** keccak256 of the document's bytes: what the chain keeps of it. */
  readonly documentHash: Hex;
};

/** When what may happen at an event; seconds, and every window is [from, until). */
export type EventSchedule = {
  readonly salesOpenAt: number;
  readonly salesCloseAt: number;
  /** Holders may return rights before this. */
  readonly returnUntil: number;
  /** Rights may be bound to another key before this. */
  readonly rebindUntil: number;
  /** Rights of named classes must have their person before this. */
  readonly nameBy: number;
  /** From here on a right changes only by being admitted. */
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
};

/** The rules of an event. */
export type EventPolicy = {
  /** Who vouches for persons: the verifier that comes with Doorkey, or a contract of one's own; none = nobody. */
  readonly identityVerifier?: "attester" | Address | undefined;
  /** An earlier event of the same organizer over which persons are counted; 0 = this one. */
  readonly scope: number;
  /** Rights of one person over the scope; 0 without a verifier. */
  readonly maxPerPerson: number;
  readonly maxRebinds: number;
  /** Share of all places, in 1/10,000, that must be in classes that are not reserved. */
  readonly minPublicBps: number;
};

/** A kind of place at an event. */
export type EventClass = {
  /** As contracts count classes: from 1, in the order of the document. */
  readonly id: number;
  readonly name: string;
  readonly supply: number;
  /** Not for the public: work, sponsors, press. */
  readonly reserved: boolean;
  /** Every right needs a person. */
  readonly named: boolean;
  /** Labels of the seats, seat n the nth from 0; empty in a class without seats. */
  readonly seats: readonly string[];
  /** A contract that is asked before each grant. */
  readonly saleHook?: Address | undefined;
};
