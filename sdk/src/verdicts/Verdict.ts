import type { CodeProblem } from "../codes/codeText.ts";
import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { KeyKind } from "../statements/holderAddress.ts";

/** What a gate delivers to the chain: `admit(event, entries, signatures)` takes it unchanged. */
export type Admission = { readonly entry: bigint; readonly signature: Hex };

/** When and where a right was admitted, and on which proof. */
export type Admitted = {
  readonly scannedAt: number;
  readonly lane: number;
  readonly issuedAt: number;
  readonly challenge: Hex;
};

/** Why a right of a code does not enter, whatever the other rights of the code do. */
export type RightProblem =
  | { readonly reason: "right-unknown" }
  /** Returned, revoked, or refused at its grant. */
  | { readonly reason: "right-void" }
  /** Bound to another key since, and shown by the old one. */
  | { readonly reason: "right-rebound"; readonly reboundAt: number }
  /** Of another holder than the first right of the code. */
  | { readonly reason: "other-holder" }
  /** Of a class whose rights need a name, and it has none. */
  | { readonly reason: "not-named" }
  | { readonly reason: "other-lane"; readonly className: string }
  /** Signed before it came to this key; a fresh code will do, if the phone's clock is right. */
  | { readonly reason: "signed-before-rebind"; readonly reboundAt: number }
  /** Without `at` and `lane` when only the chain knows. */
  | { readonly reason: "already-in"; readonly at?: number; readonly lane?: number; readonly sameProof: boolean };

/** A right that stays out while others of the same code go in. */
export type PassedOver = RightProblem & { readonly rightId: RightId };

/**
 * What to do with the one who shows a code:
 * - `admit`: append the admission to the journal, then let `rights` in;
 * - `identify`: look at the person; if it is the right one, treat it as `admit`;
 * - `again`: the code that was just admitted here is still before the camera: nothing to do;
 * - `refuse`: do not let in; `reason` says what helps.
 */
export type Verdict =
  | {
      readonly status: "admit";
      readonly reason: "valid";
      readonly admission: Admission;
      readonly rights: readonly RightId[];
      readonly passedOver: readonly PassedOver[];
    }
  | {
      readonly status: "identify";
      readonly reason: "identity-wanted";
      readonly why: "class" | "rebound" | "sample";
      readonly admission: Admission;
      readonly rights: readonly RightId[];
      readonly passedOver: readonly PassedOver[];
    }
  | { readonly status: "again"; readonly reason: "just-scanned"; readonly at: number; readonly lane: number }
  | Refused;

/** Why somebody is not let in. */
export type Refused = { readonly status: "refuse" } & (
  | { readonly reason: "not-a-code"; readonly problem: CodeProblem }
  | { readonly reason: "code-newer"; readonly problem: "version" }
  | { readonly reason: "wrong-event" }
  | { readonly reason: "event-cancelled" }
  | { readonly reason: "doors-not-open"; readonly opensAt: number }
  | { readonly reason: "doors-closed"; readonly closedAt: number }
  | RightProblem
  | { readonly reason: "kind-refused"; readonly kind: KeyKind }
  /** A passkey that did not check its owner, or can leave its device where that is not taken. */
  | { readonly reason: "passkey-refused"; readonly why: "unverified" | "synced" }
  | { readonly reason: "bad-signature" }
  | { readonly reason: "code-expired"; readonly secondsOld: number }
  /** The phone's clock is ahead (+) or behind (-) by so many seconds. */
  | { readonly reason: "clock-wrong"; readonly secondsAhead: number }
  | { readonly reason: "challenge-missing" }
  | { readonly reason: "challenge-wrong" }
  | { readonly reason: "challenge-expired" }
);

/** Why a verdict is what it is: stable, one for each sentence. */
export type Reason = Verdict["reason"];
