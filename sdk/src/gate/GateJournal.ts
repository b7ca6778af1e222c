import type { JournaledRequest } from "../calls/journaled/JournaledRequest.ts";
import type { RightId } from "../core/RightId.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";

/** An admission with the rights that it let in, which may be fewer than its entry names. */
export type JournaledAdmission = Admission & { readonly rights: readonly RightId[] };

/** A signed call of `admit` that is about to be sent, with its admissions in the order of its entries. */
export type JournaledCall = { readonly request: JournaledRequest; readonly admissions: readonly Admission[] };

/** Where `admitEntries` writes each signed call before it sends it. */
export type CallJournal = {
  /** Resolves once the call survives a crash. */
  keepCall(call: JournaledCall): Promise<void>;
  /** The calls with an admission that is not settled, in the order in which they were kept. */
  calls(): Promise<readonly JournaledCall[]>;
};

/**
 * What a gate let in and has not settled on chain yet. A gate appends before the green light and settles at any later
 * time. What a crash leaves unsettled is delivered again, which changes nothing on chain.
 */
export type GateJournal = CallJournal & {
  /** Resolves once the admission survives a crash. To append the same one again changes nothing. */
  append(admission: JournaledAdmission): Promise<void>;
  /** The admissions that are not settled, in the order in which they were appended. */
  pending(): Promise<readonly JournaledAdmission[]>;
  /** All that the gate ever let in, settled or not, in the same order. A gate that restarts needs it. */
  all(): Promise<readonly JournaledAdmission[]>;
  /** Removes admissions that the chain decided on, all in one write; one whose outcome is undecided stays. */
  settle(outcomes: readonly AdmissionOutcome[]): Promise<void>;
  /** Close it when the gate closes. */
  close(): Promise<void>;
};
