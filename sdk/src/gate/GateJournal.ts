import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";

/**
 * What a gate let in and has not settled on chain yet. A gate appends before the green light and settles at any later
 * time. What a crash leaves unsettled is delivered again, which changes nothing on chain.
 */
export type GateJournal = {
  /** Resolves once the admission survives a crash. To append the same one again changes nothing. */
  append(admission: Admission): Promise<void>;
  /** The admissions that are not settled, in the order in which they were appended. */
  pending(): Promise<readonly Admission[]>;
  /** Removes an admission that the chain decided on; one whose outcome is undecided stays. */
  settle(outcome: AdmissionOutcome): Promise<void>;
};
