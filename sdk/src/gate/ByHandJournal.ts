import type { JournaledRequest } from "../calls/journaled/JournaledRequest.ts";
import type { RightId } from "../core/RightId.ts";

/** A right that a desk let in, with the second and the reason that the chain logs. */
export type ByHandAdmission = {
  readonly rightId: RightId;
  /** Seconds. */
  readonly scannedAt: number;
  readonly reason: string;
};

/** A signed call of `admitByHand` that is about to be sent, with its rights in their order. */
export type JournaledByHand = { readonly request: JournaledRequest; readonly admissions: readonly ByHandAdmission[] };

/** Where `admitRightsByHand` writes each signed call before it sends it. */
export type ByHandJournal = {
  /** Resolves once the call survives a crash. */
  keepCall(call: JournaledByHand): Promise<void>;
  /** The calls with an admission whose outcome is not kept, in the order in which they were kept. */
  calls(): Promise<readonly JournaledByHand[]>;
};
