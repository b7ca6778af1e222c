import type { Connection } from "doorkey";
import { type Admitted, checkCode, type Manifest, sentenceFor, unpackEntry, type Verdict } from "doorkey/code";
import { type AdmissionOutcome, admitEntries, type GateJournal } from "doorkey/gate";

/** One lane. It decides by itself, remembers its admissions on disk, and settles when it can. */
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

  /** Opens a gate with its earlier admissions: unsettled ones from the journal, settled ones from the manifest. */
  static async open(options: Gate.Options): Promise<Gate> {
    const gate = new Gate(options);
    for (const { entry } of await options.journal.pending()) gate.#remember(entry);
    return gate;
  }

  /** Decides on a code. When this resolves, an admission is in the journal. */
  async scan(text: string, now = Date.now() / 1000): Promise<{ readonly verdict: Verdict; readonly sentence: string }> {
    const verdict = checkCode(text, { manifest: this.#manifest, admitted: this.#admitted, now, lane: this.#lane });
    if (verdict.status === "admit") {
      await this.#journal.append(verdict.admission); // durable before the green light
      this.#remember(verdict.admission.entry, verdict.rights);
    }
    return { verdict, sentence: sentenceFor(verdict, "en", { utcOffset: this.#manifest.utcOffset, now }) };
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Uses a newer manifest, because sales may continue at the door. */
  use(manifest: Manifest): void {
    this.#manifest = manifest;
  }

  /** Delivers the admissions in the journal to the chain. Without a network they stay there. */
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
