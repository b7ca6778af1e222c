import type { Connection } from "../chain/Connection.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import { admitEntries } from "./admitEntries.ts";
import type { GateJournal } from "./GateJournal.ts";
import { renewManifest } from "./renewManifest.ts";

/** What a settler reports to its gate. */
export type SettlerEvents = {
  /** The event has a newer manifest. */
  readonly renewed: (manifest: Manifest) => Promise<void>;
  readonly settled: (outcomes: readonly AdmissionOutcome[]) => void;
  /** The chain does not answer, or refuses. Called again only if the failure changes. */
  readonly failed: (error: unknown, waiting: number) => void;
  /** The chain works again after a failure. */
  readonly recovered: () => void;
};

/** Milliseconds between two renewals of the manifest, because tickets are sold while people walk in. */
const RENEW_EVERY = 60_000;

/**
 * Delivers a journal when the chain answers, and keeps the manifest fresh, also while admissions wait. It never blocks
 * the queue. Call `settle` every few seconds.
 *
 * @example
 * import type { Connection } from "doorkey";
 * import { type GateJournal, type Lane, Settler } from "doorkey/gate";
 *
 * function settlerOf(connection: Connection, eventId: number, lane: Lane, journal: GateJournal) {
 *   const events = {
 *     renewed: async (manifest: Lane["manifest"]) => lane.use(manifest),
 *     settled: () => {},
 *     failed: (error: unknown, waiting: number) => console.warn(`${waiting} wait: ${error}`),
 *     recovered: () => {},
 *   };
 *   return new Settler({ connect: async () => connection, journal, eventId, manifest: () => lane.manifest, events });
 * }
 */
export class Settler {
  readonly #connect: () => Promise<Connection>;
  readonly #journal: Settler.Parameters["journal"];
  readonly #eventId: number;
  readonly #manifest: () => Manifest;
  readonly #events: SettlerEvents;
  readonly #renewEvery: number;
  #connection: Connection | undefined;
  #failure: string | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #round: Promise<boolean> | undefined;

  /** @throws VALUE_INVALID when a part is missing. */
  constructor(parameters: Settler.Parameters) {
    const {
      connect,
      journal,
      eventId,
      manifest,
      events,
      renewEvery = RENEW_EVERY,
    } = given("parameters", parameters, "connect", "journal", "manifest", "events");
    assertUint("eventId", eventId, 32);
    assertUint("renewEvery", renewEvery, 53);
    this.#connect = connect;
    this.#journal = journal;
    this.#eventId = eventId;
    this.#manifest = manifest;
    this.#events = events;
    this.#renewEvery = renewEvery;
  }

  /**
   * Delivers the waiting admissions, and renews the manifest when it is time, one round at a time.
   *
   * @returns false if the chain did not take all that waited, or did not answer. What it did not take stays waiting.
   */
  settle(): Promise<boolean> {
    this.#round ??= this.#settle().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #settle(): Promise<boolean> {
    try {
      this.#connection ??= await this.#connect();
      // Side by side: a busy queue keeps the manifest from no renewal, and a failing renewal keeps no admission back.
      const work = [this.#deliver(this.#connection), this.#renew(this.#connection)];
      const failed = (await Promise.allSettled(work)).find((one) => one.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      if (this.#failure !== undefined) this.#events.recovered();
      this.#failure = undefined;
      return true;
    } catch (error) {
      const failure = isDoorkeyError(error) ? `${error.code} ${error.contractError?.name ?? ""}` : String(error);
      if (failure !== this.#failure) this.#events.failed(error, (await this.#journal.pending()).length);
      this.#failure = failure;
      return false;
    }
  }

  async #deliver(connection: Connection): Promise<void> {
    const admissions = await this.#journal.pending();
    if (admissions.length === 0) return;
    const outcomes = await admitEntries(connection, { eventId: this.#eventId, admissions, journal: this.#journal });
    await this.#journal.settle(outcomes);
    this.#events.settled(outcomes);
    const undecided = outcomes.find(({ status }) => status === "undecided");
    if (undecided?.status === "undecided") throw undecided.error;
  }

  async #renew(connection: Connection): Promise<void> {
    if (performance.now() - this.#renewedAt < this.#renewEvery) return;
    await this.#events.renewed(await renewManifest(connection, this.#manifest()));
    this.#renewedAt = performance.now();
  }
}

export declare namespace Settler {
  type Parameters = {
    readonly connect: () => Promise<Connection>;
    readonly journal: Pick<GateJournal, "pending" | "settle" | "calls" | "keepCall">;
    readonly eventId: number;
    /** The manifest that the gate works with now. */
    readonly manifest: () => Manifest;
    readonly events: SettlerEvents;
    /** Milliseconds between two renewals of the manifest. Defaults to 60,000. */
    readonly renewEvery?: number;
  };
}
