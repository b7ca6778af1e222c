import type { Address, Hex } from "../core/Hex.ts";

/**
 * The checked content of an event document, which is a schema.org/Event with one key `doorkey`. A plain value that
 * survives JSON. `publishEvent` publishes it.
 */
export type EventDocument = {
  readonly name: string;
  readonly venue: string;
  /** The event's own page. */
  readonly url: string;
  /** ISO 8601 with the event's own offset from UTC, such as `2027-03-20T19:00:00+09:00`. */
  readonly startsAt: string;
  /** Where fans report a ticket that they were offered. */
  readonly reportUrl?: string | undefined;
  /**
   * The page in which fans keep their tickets of all sellers, such as `https://wallet.hall.example`. The origin of their
   * passkeys, which gates need.
   */
  readonly wallet?: string | undefined;
  readonly schedule: EventSchedule;
  readonly policy: EventPolicy;
  /** In the order of the document, which is the order of their ids. */
  readonly classes: readonly EventClass[];
  /** keccak256 of the document's bytes, as the chain keeps it. */
  readonly documentHash: Hex;
};

/** When each change may happen at an event, in seconds. Every window is [from, until). */
export type EventSchedule = {
  readonly salesOpenAt: number;
  readonly salesCloseAt: number;
  /** Holders may return rights before this. */
  readonly returnUntil: number;
  /** Rights may be rebound before this. */
  readonly rebindUntil: number;
  /** Rights of named classes must be named before this. */
  readonly nameBy: number;
  /** From then on a right changes only by admission. */
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
};

/** The rules of an event. */
export type EventPolicy = {
  /** The contract that verifies persons: Doorkey's attester verifier, or another address. If missing, none does. */
  readonly identityVerifier?: "attester" | Address | undefined;
  /** The event in which persons are counted: an earlier one of the same organizer, or 0 for this one. */
  readonly scope: number;
  /** Most rights of one person in the scope; 0 without a verifier. */
  readonly maxPerPerson: number;
  readonly maxRebinds: number;
  /** Share of all places, in 1/10,000, that must be in classes that are not reserved. */
  readonly minPublicBps: number;
};

/** A kind of place at an event. */
export type EventClass = {
  /** Id in the contracts, which count classes from 1 in the order of the document. */
  readonly id: number;
  readonly name: string;
  readonly supply: number;
  /** Not for the public: work, sponsors, press. */
  readonly reserved: boolean;
  /** Every right must be named. */
  readonly named: boolean;
  /** Labels of the seats, with seat n at index n; empty in a class without seats. */
  readonly seats: readonly string[];
  /** A contract that may refuse a grant. */
  readonly saleHook?: Address | undefined;
  /** The class sells by a draw of the suite's Ballot, at these times. */
  readonly ballot?: BallotTerms | undefined;
};

/** The times of a draw. They are final once it is open. */
export type BallotTerms = {
  /** Whether persons enter, by their tags, or keys of devices. */
  readonly by: "person" | "key";
  /** The list of entrants may be posted before this, in seconds. Appeals are possible from then on. */
  readonly listUntil: number;
  /** No entries are taken from then on, in seconds. The beacon draws an hour later. */
  readonly sealAt: number;
  /** Places that winners accepted are kept for them before this, in seconds. */
  readonly keepUntil: number;
  /** How long the first winners may buy, in seconds. */
  readonly firstWindow: number;
  /** How long those after them may buy, in seconds. */
  readonly laterWindow: number;
  /** Whether the class sells openly once everybody in the list was offered a place. */
  readonly thenOpen: boolean;
};
