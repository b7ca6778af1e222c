import type { Connection } from "doorkey";
import { type Admitted, checkCode, type Manifest, sentenceFor, unpackEntry, type Verdict } from "doorkey/code";
import { type AdmissionOutcome, admitEntries, type GateJournal } from "doorkey/gate";

/** One lane: decides by itself, remembers on disk, settles when it can. */
export class Gate {
  #manifest: Manifest;
  readonly #journal: GateJournal;
  readonly #lane: number;
  readonly #admitted = new Map<bigint, Admitted>();

  private constructor({ manifest, journal, lane }: Gate.Options) {
    this.#manifest = manifest;
    this.#journal = journal;
    this.#lane = lane;
  }

  /** A gate that was restarted knows whom it let in: from its journal, and from the chain what was settled. */
  static async open(options: Gate.Options): Promise<Gate> {
    const gate = new Gate(options);
    for (const { entry } of await options.journal.pending()) gate.#remember(entry);
    return gate;
  }

  /** What to do with the one who shows this. Whom it admits is in the journal when it answers. */
  async scan(text: string, now = Date.now() / 1000): Promise<{ readonly verdict: Verdict; readonly sentence: string }> {
    const verdict = checkCode(text, { manifest: this.#manifest, admitted: this.#admitted, now, lane: this.#lane });
    if (verdict.status === "admit") {
      await this.#journal.append(verdict.admission); // durable before the green light
      this.#remember(verdict.admission.entry, verdict.rights);
    }
    return { verdict, sentence: sentenceFor(verdict) };
  }

  /** What was granted since: a sale may go on at the door. */
  use(manifest: Manifest): void {
    this.#manifest = manifest;
  }

  /** Delivers to the chain what was let in; without a network it stays in the journal. */
  async settle(connection: Connection): Promise<readonly AdmissionOutcome[]> {
    const { eventId } = this.#manifest;
    const outcomes = await admitEntries(connection, { eventId, admissions: await this.#journal.pending() });
    for (const outcome of outcomes) await this.#journal.settle(outcome);
    return outcomes;
  }

  #remember(entry: bigint, rights?: readonly bigint[]): void {
    const { rightId, count, issuedAt, challenge, scannedAt, lane } = unpackEntry(entry);
    const all = Array.from({ length: count }, (_, i) => rightId + BigInt(i));
    for (const right of rights ?? all) {
      this.#admitted.set(right, { scannedAt, lane, issuedAt: Number(issuedAt), challenge });
    }
  }
}

export declare namespace Gate {
  type Options = { readonly manifest: Manifest; readonly journal: GateJournal; readonly lane: number };
}
