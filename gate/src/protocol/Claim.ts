import type { Admitted, RightId } from "doorkey/code";

/** Who let a right in, as far as a hub or a page knows. */
export type Claim = Admitted & {
  readonly scanId: string;
  readonly device: string;
  /** Seconds, when it was stored. */
  readonly storedAt: number;
  /** Whether a gate showed its light. A stored claim alone is not a person inside. */
  readonly shown: boolean;
  /** Let in by hand, without a proof. */
  readonly byHand: boolean;
};

/** Claims by right, such as a Map. */
export type Claims = { get(rightId: RightId): Claim | undefined };

/**
 * How long a light may still appear after its claim was stored, in seconds: the 1.5 that a page waits for its hub, the
 * way there, and the acknowledgement.
 */
export const LIGHT_SECONDS = 3;

/** Whether a claim keeps others out. One whose light never appeared does not, so another gate may replace it. */
export function holds(claim: Claim, now: number): boolean {
  return claim.shown || now - claim.storedAt <= LIGHT_SECONDS;
}

/** Whether both claims rest on the same proof of the holder: a retry, not a second presentation. */
export function isSameProof(one: ProofOf, other: ProofOf): boolean {
  return !one.byHand && !other.byHand && one.issuedAt === other.issuedAt && one.challenge === other.challenge;
}

type ProofOf = Pick<Claim, "issuedAt" | "challenge" | "byHand">;
