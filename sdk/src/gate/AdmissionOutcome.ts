import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { RefusalName } from "../rights/refusals.ts";
import type { Admission } from "../verdicts/Verdict.ts";

/** A right of an entry that was not admitted, and the reason. `Contested`: a desk admitted it by hand before. */
export type NotAdmitted = { readonly rightId: RightId; readonly reason: RefusalName | "AlreadyAdmitted" | "Contested" };

/**
 * How one delivered admission ended:
 * - `admitted`: all its rights are admitted;
 * - `in-part`: those in `rights` are admitted, those in `passedOver` are not;
 * - `already`: all of them were admitted before, by this proof or another;
 * - `refused`: none is admitted; each right in `passedOver` has its reason;
 * - `undecided`: its call failed, or its outcome is unknown: deliver it again. With VALUE_INVALID the chain can never
 *   accept it, because no gate makes such an admission.
 */
export type AdmissionOutcome =
  | {
      readonly admission: Admission;
      readonly status: "admitted" | "in-part" | "already" | "refused";
      /** Admitted now. */
      readonly rights: readonly RightId[];
      readonly passedOver: readonly NotAdmitted[];
      readonly transactionHash: Hex;
    }
  | { readonly admission: Admission; readonly status: "undecided"; readonly error: unknown };
