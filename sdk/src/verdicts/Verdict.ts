import type { CodeProblem } from "../codes/codeText.ts";
import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { KeyKind } from "../statements/holderAddress.ts";

/** What a gate delivers to the chain's `admit`, which takes entry and signature unchanged. */
export type Admission = { readonly entry: bigint; readonly signature: Hex };

/** When and where a gate admitted a right, and on which proof. */
export type Admitted = {
  readonly scannedAt: number;
  readonly lane: number;
  readonly issuedAt: number;
  readonly challenge: Hex;
};

/** Why a right of a code does not enter. Other rights of the code may enter. */
export type RightProblem =
  | { readonly reason: "right-unknown" }
  /** Returned, revoked, or refused at its grant. */
  | { readonly reason: "right-void" }
  /** Rebound to another key, and shown by the old key. */
  | { readonly reason: "right-rebound"; readonly reboundAt: number }
  /** Its holder is not the holder of the code's first right. */
  | { readonly reason: "other-holder" }
  /** Its class is named, and it has no name. */
  | { readonly reason: "not-named" }
  | { readonly reason: "other-lane"; readonly className: string }
  /** The code was signed before the right was rebound to this key. A fresh code helps if the phone's clock is right. */
  | { readonly reason: "signed-before-rebind"; readonly reboundAt: number }
  /** Has no `at` if only the chain knows that it was admitted, and no `lane` if a desk admitted it. */
  | { readonly reason: "already-in"; readonly at?: number; readonly lane?: number; readonly sameProof: boolean }
  /** At an exit: the venue let it in nowhere, or it went out before. */
  | { readonly reason: "not-in" }
  | { readonly reason: "already-out"; readonly at: number; readonly lane: number }
  /** It went out then and there, and may not come back. */
  | { readonly reason: "no-reentry"; readonly at: number; readonly lane: number }
  /** A gate took this code, or a later one, from the right before. Who goes out or comes back shows a fresh one. */
  | { readonly reason: "code-used" };

/** A right that stays out while others of the same code enter. */
export type PassedOver = RightProblem & { readonly rightId: RightId };

/**
 * What a gate does with the person who shows a code:
 * - `admit`: append the admission to the journal, then let `rights` in;
 * - `identify`: check the person; if it is the right one, treat the verdict as `admit`;
 * - `again`: the camera still sees the ticket that was just let through here; do nothing;
 * - `reenter`: let `rights` back in, and note that they are in; the chain does not hear of it;
 * - `leave`: let `rights` out, and note that they are out;
 * - `refuse`: do not let the person in; `reason` says what helps.
 */
export type Verdict =
  | ({
      readonly status: "admit";
      readonly reason: "valid";
    } & Entering)
  /** Recorded then and there, but no light was shown. Replaces that entry. Only a venue's hub says so. */
  | ({
      readonly status: "admit";
      readonly reason: "not-shown";
      readonly at: number;
      readonly lane: number;
    } & Entering)
  | ({
      readonly status: "identify";
      readonly reason: "identity-wanted";
      readonly why: "class" | "rebound" | "sample";
    } & Entering)
  | {
      readonly status: "again";
      readonly reason: "just-scanned";
      /** Which way it was let through. */
      readonly way: "in" | "out";
      readonly at: number;
      readonly lane: number;
      readonly secondsAgo: number;
    }
  | ({ readonly status: "reenter"; readonly reason: "back-in" } & Passing)
  | ({ readonly status: "leave"; readonly reason: "going-out" } & Passing)
  | Refused;

/** What a gate lets in. */
export type Entering = {
  readonly admission: Admission;
  /** Not in before: the admission is theirs. */
  readonly rights: readonly RightId[];
  /** Come back in with them on the same code. Left out if there are none. */
  readonly reentering?: readonly RightId[];
  readonly passedOver: readonly PassedOver[];
};

/** What a gate lets out or back in, which the chain has admitted or will admit for an earlier entry. */
export type Passing = {
  /** What was shown, for the gate's own log. It is never delivered. */
  readonly shown: Admission;
  readonly rights: readonly RightId[];
  readonly passedOver: readonly PassedOver[];
};

/** Why a gate does not let a person in. */
export type Refused = { readonly status: "refuse" } & (
  | { readonly reason: "not-a-code"; readonly problem: CodeProblem }
  | { readonly reason: "code-newer"; readonly problem: "version" }
  /** Typed by a scanner through another keyboard layout, so that no code, or more than one, can have been meant. */
  | { readonly reason: "scanner-layout" }
  | { readonly reason: "wrong-event" }
  | { readonly reason: "event-cancelled" }
  | { readonly reason: "doors-not-open"; readonly opensAt: number }
  | { readonly reason: "doors-closed"; readonly closedAt: number }
  | RightProblem
  | { readonly reason: "kind-refused"; readonly kind: KeyKind }
  /** The passkey did not check its owner, or can leave its device while the gate refuses such passkeys. */
  | { readonly reason: "passkey-refused"; readonly why: "unverified" | "synced" }
  /** The passkey fits no site of the policy: it was made on another site, or for another ticket. */
  | { readonly reason: "origin-unknown" }
  | { readonly reason: "bad-signature" }
  | { readonly reason: "code-expired"; readonly secondsOld: number }
  /** The phone's clock is ahead (+) or behind (-) by this many seconds. */
  | { readonly reason: "clock-wrong"; readonly secondsAhead: number }
  /** The gate's own clock is fast (+) or slow (-) by this many seconds. Only blameClock says so. */
  | {
      readonly reason: "gate-clock-wrong";
      readonly secondsAhead: number;
      readonly shownBy: "chain" | "manifest" | "codes";
    }
  | { readonly reason: "challenge-missing" }
  | { readonly reason: "challenge-wrong" }
  | { readonly reason: "challenge-expired" }
);

/** Why a gate decided so. Reasons are stable, and each has its sentence. */
export type Reason = Verdict["reason"];
