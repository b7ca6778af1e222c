import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";

/**
 * What a gate let in and did not settle on chain yet. A gate appends before the green light and settles later, however
 * much later; what a crash leaves unsettled is delivered again, which is no harm.
 */
export type GateJournal = {
  /** Resolves once the admission outlives a crash. The same one again changes nothing. */
  append(admission: Admission): Promise<void>;
  /** What is not settled, in the order in which it was appended. */
  pending(): Promise<readonly Admission[]>;
  /** Takes what the chain decided off the list; an outcome that is undecided stays on it. */
  settle(outcome: AdmissionOutcome): Promise<void>;
};
