import {
  type Admitted,
  type checkCode,
  checkScan,
  type EntryCode,
  type Manifest,
  type Policy,
  type Refused,
  type RightId,
  type Verdict,
} from "doorkey/code";
import { type Claim, type Claims, holds } from "./Claim.ts";
import { type Party, rightsOfParty } from "./partyOf.ts";

/** What a scan decided. Nothing has changed so far. */
export type Decision = {
  readonly code: EntryCode | Refused;
  readonly verdict: Verdict;
  /** The holder's party after this scan, if it has more than one right and the code is good. */
  readonly party: Party | undefined;
};

/**
 * Decides on a scan, at the hub and in a page that is alone. A right that a gate claimed without showing a light is
 * free again, so that a lost answer keeps no fan out.
 *
 * @param ground.now Seconds, by the hub's clock.
 * @param check Defaults to the SDK's decision.
 */
export function decideScan(text: string, ground: decideScan.Ground, check: typeof checkScan = checkScan): Decision {
  const { scanId, now, manifest, ...rest } = ground;
  const claims = withoutOwn(ground.claims, scanId);
  const admitted = { get: (rightId: RightId): Admitted | undefined => holding(claims.get(rightId), now) };
  const { code, verdict } = check(text, { ...rest, manifest, admitted, now });
  const entering = enteringOf(verdict);
  const [replaced] = entering.flatMap((rightId) => claims.get(rightId) ?? []);
  return {
    code,
    verdict: replaced === undefined ? verdict : notShown(verdict, replaced),
    party: partyAfter(code, verdict, entering, { ...ground, claims }),
  };
}

/** What the hub stored for this very scan says nothing against it. */
function withoutOwn(claims: Claims, scanId: string | undefined): Claims {
  return {
    get: (rightId) => {
      const claim = claims.get(rightId);
      return claim?.scanId === scanId ? undefined : claim;
    },
  };
}

/** Says that another gate recorded this entry and never showed its light. */
export function notShown(verdict: Verdict, { scannedAt: at, lane }: Claim): Verdict {
  return verdict.status === "admit" ? { ...verdict, reason: "not-shown", at, lane } : verdict;
}

export declare namespace decideScan {
  type Ground = Omit<checkCode.Options, "admitted" | "manifest" | "policy"> & {
    readonly manifest: Manifest;
    readonly policy: Policy;
    readonly claims: Claims;
    /** This scan, for a page that decides by itself: it may have heard of the claim that its hub stored for it. */
    readonly scanId?: string;
  };
}

/** The rights that a verdict lets in. */
export function enteringOf(verdict: Verdict): readonly RightId[] {
  return verdict.status === "admit" || verdict.status === "identify" ? verdict.rights : [];
}

function holding(claim: Claim | undefined, now: number): Claim | undefined {
  return claim !== undefined && holds(claim, now) ? claim : undefined;
}

function partyAfter(
  code: EntryCode | Refused,
  verdict: Verdict,
  entering: readonly RightId[],
  { manifest, claims, now }: decideScan.Ground,
): Party | undefined {
  if (code.status === "refuse" || verdict.status === "refuse") return undefined;
  const rightId = rightOf(manifest, code);
  const party = rightsOfParty(manifest, rightId);
  if (party.length < 2) return undefined;
  const outside = party.filter(
    (right) =>
      right.status !== "admitted" &&
      !entering.includes(right.rightId) &&
      holding(claims.get(right.rightId), now) === undefined,
  );
  return { size: party.length, outside: outside.length };
}

function rightOf({ eventId }: Manifest, { serial }: EntryCode): RightId {
  return (BigInt(eventId) << 32n) | BigInt(serial);
}
