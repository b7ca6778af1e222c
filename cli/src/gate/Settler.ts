import { type Connection, isDoorkeyError } from "doorkey";
import type { Manifest } from "doorkey/code";
import { type AdmissionOutcome, admitEntries, type GateJournalFile, loadManifest } from "doorkey/gate";

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

/** Milliseconds after which an idle settler loads the manifest again, because rights change until doors open. */
const RENEW_EVERY = 60_000;

/** Delivers a journal when the chain answers, and keeps the manifest fresh. Never blocks the queue. */
export class Settler {
  readonly #connect: () => Promise<Connection>;
  readonly #journal: GateJournalFile;
  readonly #eventId: number;
  readonly #manifest: () => Manifest;
  readonly #events: SettlerEvents;
  #connection: Connection | undefined;
  #failure: string | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #round: Promise<boolean> | undefined;

  constructor({ connect, journal, eventId, manifest, events }: Settler.Parameters) {
    this.#connect = connect;
    this.#journal = journal;
    this.#eventId = eventId;
    this.#manifest = manifest;
    this.#events = events;
  }

  /** Delivers the waiting admissions, one round at a time. False if the chain did not take them; they stay waiting. */
  settle(): Promise<boolean> {
    this.#round ??= this.#settle().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #settle(): Promise<boolean> {
    const pending = await this.#journal.pending();
    try {
      this.#connection ??= await this.#connect();
      if (pending.length > 0) await this.#deliver(this.#connection, pending);
      else if (performance.now() - this.#renewedAt > RENEW_EVERY) await this.#renew(this.#connection);
      if (this.#failure !== undefined) this.#events.recovered();
      this.#failure = undefined;
      return true;
    } catch (error) {
      const failure = isDoorkeyError(error) ? `${error.code} ${error.contractError?.name ?? ""}` : String(error);
      if (failure !== this.#failure) this.#events.failed(error, pending.length);
      this.#failure = failure;
      return false;
    }
  }

  async #deliver(connection: Connection, admissions: Awaited<ReturnType<GateJournalFile["pending"]>>): Promise<void> {
    const outcomes = await admitEntries(connection, { eventId: this.#eventId, admissions });
    for (const outcome of outcomes) await this.#journal.settle(outcome);
    this.#events.settled(outcomes);
    const undecided = outcomes.find(({ status }) => status === "undecided");
    if (undecided?.status === "undecided") throw undecided.error;
  }

  async #renew(connection: Connection): Promise<void> {
    await this.#events.renewed(await loadManifest(connection, { eventId: this.#eventId, previous: this.#manifest() }));
    this.#renewedAt = performance.now();
  }
}

export declare namespace Settler {
  type Parameters = {
    readonly connect: () => Promise<Connection>;
    readonly journal: GateJournalFile;
    readonly eventId: number;
    /** The manifest that the gate works with now. */
    readonly manifest: () => Manifest;
    readonly events: SettlerEvents;
  };
}
