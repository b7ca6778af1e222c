import type { EntryCode } from "../codes/codeText.ts";
import { unpackEntry } from "../core/Entry.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import { packRightId, type RightId } from "../core/RightId.ts";
import { checkScan } from "../verdicts/checkScan.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import type { Policy } from "../verdicts/Policy.ts";
import type { Scan } from "../verdicts/timeProblem.ts";
import type { Admitted, Entering, Verdict } from "../verdicts/Verdict.ts";
import type { ClockWatch } from "./ClockWatch.ts";
import type { GateJournal, JournaledAdmission } from "./GateJournal.ts";

/**
 * A queue at a gate. It decides on codes without the chain, writes each admission to its journal before it answers, and
 * remembers which rights it admitted.
 *
 * @example
 * import { sentenceFor, type Manifest } from "doorkey/code";
 * import { gateJournalFile, Lane } from "doorkey/gate";
 *
 * async function openLane(manifest: Manifest) {
 *   const journal = await gateJournalFile("gate-3.jsonl");
 *   const lane = await Lane.open({ journal, lane: 3, policy: {}, manifest });
 *   return async (text: string) => sentenceFor(await lane.scan(text, Date.now() / 1000));
 * }
 */
export class Lane {
  readonly #journal: Pick<GateJournal, "append" | "all"> | undefined;
  readonly #lane: number;
  readonly #policy: Policy;
  readonly #clock: Pick<ClockWatch, "judge"> | undefined;
  readonly #admitted = new Map<RightId, Admitted>();
  readonly #lastSeen = new Map<RightId, Scan>();
  #manifest: Manifest;

  private constructor({ journal, lane, policy, clock, manifest }: Lane.Parameters) {
    this.#journal = journal;
    this.#lane = lane;
    this.#policy = policy;
    this.#clock = clock;
    this.#manifest = manifest;
  }

  /**
   * Opens a lane with the admissions in its journal, because the lane may have been restarted.
   *
   * @throws VALUE_INVALID when a part is missing, or the lane is not a whole number from 0 to 65,535.
   */
  static async open(parameters: Lane.Parameters): Promise<Lane> {
    const { journal, lane: number } = given("parameters", parameters, "policy", "manifest");
    assertUint("lane", number, 16);
    const lane = new Lane(parameters);
    for (const admission of (await journal?.all()) ?? []) lane.#remember(admission);
    return lane;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Uses a newer manifest from now on. */
  use(manifest: Manifest): void {
    this.#manifest = given("manifest", manifest, "batches");
  }

  /**
   * Checks a code. When this resolves, an admission is in the journal. If staff must check the person first, it is not:
   * call `letIn` with the verdict after that.
   *
   * @param now Seconds, by a clock that the gate trusts.
   */
  async scan(text: string, now: number): Promise<Verdict> {
    const options = { manifest: this.#manifest, admitted: this.#admitted, lastSeen: this.#lastSeen, lane: this.#lane };
    const { code, verdict } = checkScan(text, { ...options, now, policy: this.#policy });
    if (code.status !== "parsed") return verdict;
    if (verdict.status === "admit") await this.letIn(verdict);
    else if (verdict.reason === "code-expired" || verdict.reason === "clock-wrong") this.#noteTime(code, now);
    return this.#clock?.judge(code, verdict, now) ?? verdict;
  }

  /**
   * Keeps the admission of a verdict, also of one that staff confirmed. Its rights are taken from the moment of the
   * call, so that a second scan under way does not let them in too. If the journal fails, they are free again.
   */
  async letIn({ admission, rights }: Pick<Entering, "admission" | "rights">): Promise<void> {
    const taken = this.#remember({ ...admission, rights });
    try {
      await this.#journal?.append({ ...admission, rights });
    } catch (error) {
      for (const rightId of taken) this.#admitted.delete(rightId);
      throw error;
    }
  }

  /** Notes the time of a code, so that the next scan shows whether the phone is slow or the code is old. */
  #noteTime({ serial, issuedAt }: EntryCode, now: number): void {
    const rightId = packRightId({ eventId: this.#manifest.eventId, batch: serial >>> 11, index: serial & 0x7ff });
    this.#lastSeen.set(rightId, { issuedAt, scannedAt: Math.floor(now) });
  }

  /** Remembers the rights of an admission, and returns those that were not in before. */
  #remember({ entry, rights }: JournaledAdmission): RightId[] {
    const { issuedAt, challenge, scannedAt, lane } = unpackEntry(entry);
    // A later scan must report the first admission.
    const taken = rights.filter((rightId) => !this.#admitted.has(rightId));
    for (const rightId of taken) {
      this.#admitted.set(rightId, { scannedAt, lane, issuedAt: Number(issuedAt), challenge });
    }
    return taken;
  }
}

export declare namespace Lane {
  type Parameters = {
    /** Undefined in a rehearsal. */
    readonly journal?: Pick<GateJournal, "append" | "all"> | undefined;
    readonly lane: number;
    readonly policy: Policy;
    readonly clock?: Pick<ClockWatch, "judge"> | undefined;
    readonly manifest: Manifest;
  };
}
