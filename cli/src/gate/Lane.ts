import {
  type Admitted,
  checkScan,
  type EntryCode,
  type Scan as LastScan,
  type Manifest,
  type Policy,
  packRightId,
  type RightId,
  rightIn,
  sameAddress,
  unpackEntry,
  type Verdict,
} from "doorkey/code";
import type { Admission, GateJournalFile } from "doorkey/gate";
import type { ClockWatch } from "./ClockWatch.ts";

/** A queue at a gate. It decides on codes without the chain, and remembers which rights it admitted. */
export class Lane {
  readonly #journal: Pick<GateJournalFile, "append" | "all"> | undefined;
  readonly #lane: number;
  readonly #policy: Policy;
  readonly #clock: Pick<ClockWatch, "judge">;
  readonly #admitted = new Map<RightId, Admitted>();
  readonly #lastSeen = new Map<RightId, LastScan>();
  #manifest: Manifest;

  private constructor({ journal, lane, policy, clock, manifest }: Lane.Parameters) {
    this.#journal = journal;
    this.#lane = lane;
    this.#policy = policy;
    this.#clock = clock;
    this.#manifest = manifest;
  }

  /** Opens a lane with the admissions in its journal, because the lane may have been restarted. */
  static async open(parameters: Lane.Parameters): Promise<Lane> {
    const lane = new Lane(parameters);
    for (const admission of (await parameters.journal?.all()) ?? []) lane.#remember(admission);
    return lane;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Uses a newer manifest from now on. */
  use(manifest: Manifest): void {
    this.#manifest = manifest;
  }

  /** Checks a code. When this resolves, an admission is in the journal on disk. */
  async scan(text: string, now: number): Promise<Verdict> {
    const manifest = this.#manifest;
    const options = { manifest, admitted: this.#admitted, lastSeen: this.#lastSeen, lane: this.#lane };
    const { code, verdict } = checkScan(text, { ...options, now, policy: this.#policy });
    if (code.status !== "parsed") return verdict;
    if (verdict.status === "admit") await this.letIn(verdict.admission);
    else if (verdict.reason === "code-expired" || verdict.reason === "clock-wrong") this.#noteTime(code, now);
    return this.#clock.judge(code, verdict, now);
  }

  /** Keeps an admission, also one that staff confirmed. */
  async letIn(admission: Admission): Promise<void> {
    await this.#journal?.append(admission);
    this.#remember(admission);
  }

  /** Notes the time of a code, so that the next scan shows whether the phone is slow or the code is old. */
  #noteTime({ serial, issuedAt }: EntryCode, now: number): void {
    const rightId = packRightId({ eventId: this.#manifest.eventId, batch: serial >>> 11, index: serial & 0x7ff });
    this.#lastSeen.set(rightId, { issuedAt, scannedAt: Math.floor(now) });
  }

  /** Remembers the rights of an entry that its proof covered, without those that the gate passed over. */
  #remember({ entry }: Admission): void {
    const { rightId, count, issuedAt, challenge, scannedAt, lane } = unpackEntry(entry);
    const first = rightIn(this.#manifest, rightId);
    for (let i = 0n; i < BigInt(count); i++) {
      const right = rightIn(this.#manifest, rightId + i);
      const isPassedOver =
        right === undefined ||
        first === undefined ||
        right.status === "void" ||
        right.mustBeNamed ||
        issuedAt < right.reboundAt ||
        !sameAddress(right.holder, first.holder);
      // A later scan must report the first admission.
      if (isPassedOver || this.#admitted.has(right.rightId)) continue;
      this.#admitted.set(right.rightId, { scannedAt, lane, issuedAt: Number(issuedAt), challenge });
    }
  }
}

export declare namespace Lane {
  type Parameters = {
    /** Undefined in a rehearsal. */
    readonly journal?: Pick<GateJournalFile, "append" | "all"> | undefined;
    readonly lane: number;
    readonly policy: Policy;
    readonly clock: Pick<ClockWatch, "judge">;
    readonly manifest: Manifest;
  };
}
