import type { EntryCode } from "../codes/codeText.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { Manifest } from "./Manifest.ts";
import type { Passages } from "./Presence.ts";
import type { ManifestRight } from "./rightIn.ts";
import type { Admitted, RightProblem } from "./Verdict.ts";

/** The part of a code that distinguishes it from other codes of its right. */
type Proven = { readonly issuedAt: number; readonly challenge: Hex };

/** What a right may do at this gate, or why it may not. `last` is the last code that a gate took from it, if known. */
export type Passage =
  | { readonly step: "enter" }
  | { readonly step: "reenter" | "leave"; readonly last: Proven | undefined }
  | { readonly step: "stay"; readonly problem: RightProblem };

/** What a right whose holder signed the code may do. Does not look at the time. */
export function passageOf(code: EntryCode, right: ManifestRight, options: passageOf.Options): Passage {
  const known = whereabouts(right, options);
  if (options.presence?.way === "out") {
    if (known === undefined) return stay({ reason: "not-in" });
    if (known.where === "out") return stay({ reason: "already-out", at: known.at, lane: known.lane });
    return { step: "leave", last: known.last };
  }
  if (known === undefined) {
    return code.issuedAt < right.reboundAt
      ? stay({ reason: "signed-before-rebind", reboundAt: right.reboundAt })
      : { step: "enter" };
  }
  if (known.where === "out") {
    const { at, lane, last } = known;
    return known.mayReenter ? { step: "reenter", last } : stay({ reason: "no-reentry", at, lane });
  }
  const { at, lane, last } = known;
  const sameProof = last !== undefined && isSame(code, last);
  return stay({
    reason: "already-in",
    ...(at !== undefined && { at }),
    ...(lane !== undefined && { lane }),
    sameProof,
  });
}

export declare namespace passageOf {
  type Options = {
    readonly manifest: Pick<Manifest, "admissions">;
    readonly admitted: { get(rightId: RightId): Admitted | undefined };
    readonly presence?: Passages | undefined;
  };
}

/**
 * Whether a gate took this code, or a later one of the same phone, before. The answer to a challenge is fresh however
 * the phone's clock was set meanwhile.
 */
export function isUsed(code: EntryCode, last: Proven | undefined): boolean {
  if (last === undefined) return false;
  return code.challenge === NO_CHALLENGE ? code.issuedAt <= last.issuedAt : isSame(code, last);
}

type Whereabouts =
  | { readonly where: "in"; readonly at?: number; readonly lane?: number; readonly last: Proven | undefined }
  | {
      readonly where: "out";
      readonly at: number;
      readonly lane: number;
      readonly last: Proven;
      readonly mayReenter: boolean;
    };

/** Undefined if the right was never admitted. An entry that staff took back leaves no trace in what is admitted. */
function whereabouts(
  right: ManifestRight,
  { manifest, admitted, presence }: passageOf.Options,
): Whereabouts | undefined {
  const entered = admitted.get(right.rightId);
  if (entered === undefined && right.status !== "admitted") return undefined;
  const moved = presence?.get(right.rightId);
  if (moved !== undefined) return { mayReenter: true, ...moved, last: moved };
  if (entered !== undefined) return { where: "in", at: entered.scannedAt, lane: entered.lane, last: entered };
  return { where: "in", ...manifest.admissions?.[Number(right.rightId & 0xffffffffn)], last: undefined };
}

function isSame(code: EntryCode, last: Proven): boolean {
  return code.issuedAt === last.issuedAt && code.challenge === last.challenge;
}

function stay(problem: RightProblem): Passage {
  return { step: "stay", problem };
}
