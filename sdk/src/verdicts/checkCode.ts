import { codeProblem, type EntryCode } from "../codes/codeText.ts";
import { eventTag } from "../codes/eventTag.ts";
import { AGAIN_SECONDS } from "../codes/windows.ts";
import { packEntry } from "../core/Entry.ts";
import { given } from "../core/given.ts";
import { sameAddress } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import type { RightId } from "../core/RightId.ts";
import { isSynced, saysVerified } from "../statements/clientData.ts";
import { identityReason } from "./identityReason.ts";
import type { Manifest } from "./Manifest.ts";
import type { Policy } from "./Policy.ts";
import type { Passages } from "./Presence.ts";
import { notACode, parseCode } from "./parseCode.ts";
import { isUsed, type Passage, passageOf } from "./passageOf.ts";
import { type CheckedSite, passkeySites } from "./passkeySites.ts";
import { proofOf } from "./proofOf.ts";
import { type ManifestRight, rightIn } from "./rightIn.ts";
import { type Scan, timeProblem } from "./timeProblem.ts";
import type { Admission, Admitted, PassedOver, Refused, RightProblem, Verdict } from "./Verdict.ts";

/**
 * Decides what a gate does with a code. It uses only what the gate has, needs no network, and changes nothing. The
 * chain will admit what it admits, unless another gate was faster.
 *
 * It checks in this order: form, event, doors, kind of key, each right in the manifest, signature, earlier admissions,
 * time or challenge, identity. So what it says about a person rests on a signature, and "already in" comes before "too
 * old". Who goes out or comes back shows a fresh code, so that a picture of a code lets no person back in.
 *
 * @param scanned What the scanner read, or what parseCode returned for it.
 * @param options.admitted What this venue has admitted so far, by right, such as a Map.
 * @param options.now Seconds, by a clock that the gate trusts.
 * @param options.lastSeen The latest scan of each right that was refused for its time. With it the gate distinguishes
 * an old code from a slow phone, whose fresh codes stay equally old.
 * @param options.presence Where admitted rights are, if people may go out and come back. Left out, an admitted right is
 * in for the rest of the night.
 * @throws VALUE_INVALID when `now`, `lane`, the manifest or a site of passkeys is not valid.
 * @example
 * import { checkCode, sentenceFor, type Admitted, type Manifest } from "doorkey/code";
 *
 * function scan(scanned: string, manifest: Manifest, admitted: Map<bigint, Admitted>) {
 *   const verdict = checkCode(scanned, { manifest, admitted, now: Date.now() / 1000, lane: 3 });
 *   console.log(verdict.status, sentenceFor(verdict));
 *   return verdict.status === "admit" ? verdict.admission : undefined; // to the journal, before the green light
 * }
 */
export function checkCode(scanned: string | EntryCode | Refused, options: checkCode.Options): Verdict {
  given("options", options, "manifest", "admitted");
  const { manifest, now, lane, policy = {} } = options;
  const at = Math.floor(now);
  assertUint("now", at, 40);
  assertUint("lane", lane, 16);
  const sites = passkeySites(policy.passkeys);

  const code = typeof scanned === "string" ? parseCode(scanned) : checkForm(scanned);
  if (code.status === "refuse") return code;
  const closed = eventProblem(code, options, at) ?? kindProblem(code, policy, sites);
  if (closed !== undefined) return closed;

  const rightId = (BigInt(manifest.eventId) << 32n) | BigInt(code.serial);
  const first = rightIn(manifest, rightId);
  if (first === undefined) return refuse({ reason: "right-unknown" });
  const judged = Array.from({ length: code.count }, (_, i) => {
    const right = rightIn(manifest, rightId + BigInt(i));
    return { rightId: rightId + BigInt(i), right, problem: rightProblem(right, first, manifest, policy) };
  });
  if (judged.every(({ problem }) => problem !== undefined)) return refuse(judged[0]?.problem as RightProblem);

  const question = { suite: manifest, rightId, sites };
  const proof = proofOf(code, { ...question, holder: first.holder });
  if (proof === undefined) {
    const isOldKey = first.reboundAt > 0 && proofOf(code, { ...question, holder: first.firstHolder }) !== undefined;
    if (isOldKey) return refuse({ reason: "right-rebound", reboundAt: first.reboundAt });
    // A gate cannot distinguish a passkey of another site from a forged one, so it does not accuse the fan.
    return refuse({ reason: code.proof.kind === "passkey" ? "origin-unknown" : "bad-signature" });
  }
  if (code.proof.kind === "passkey" && proof.site?.refuseSynced && isSynced(code.proof.flags)) {
    return refuse({ reason: "passkey-refused", why: "synced" });
  }

  const passages = judged.map(({ rightId, right, problem }): Judged => {
    if (problem !== undefined) return { rightId, step: "stay", problem };
    return right === undefined
      ? { rightId, step: "stay", problem: { reason: "right-unknown" } }
      : { rightId, right, ...passageOf(code, right, options) };
  });
  if (passages.every(({ step }) => step === "stay")) {
    return againAt(passages, at, options) ?? refuse(problemsOf(passages)[0] as RightProblem);
  }
  const late = timeProblem(code, at, policy, options.lastSeen?.get(rightId));
  if (late !== undefined) return late;

  const fresh = passages.map((one): Judged => {
    const isPicture = "last" in one && isUsed(code, one.last);
    return isPicture ? { rightId: one.rightId, step: "stay", problem: { reason: "code-used" } } : one;
  });
  const { count, issuedAt, challenge } = code;
  const entry = packEntry({ rightId, count, issuedAt, challenge, scannedAt: at, lane });
  return passing(fresh, { entry, signature: proof.signature }, at, policy);
}

export declare namespace checkCode {
  type Options = {
    readonly manifest: Manifest;
    readonly admitted: { get(rightId: RightId): Admitted | undefined };
    readonly now: number;
    readonly lane: number;
    readonly policy?: Policy;
    readonly lastSeen?: { get(rightId: RightId): Scan | undefined };
    readonly presence?: Passages;
  };
}

/** A right of a code, with what it may do. */
type Judged = { readonly rightId: RightId; readonly right?: ManifestRight } & Passage;

/** The verdict on a code that is good now: what passes, and what stays where it is. */
function passing(judged: readonly Judged[], shown: Admission, at: number, policy: Policy): Verdict {
  const idsOf = (step: Passage["step"]) => judged.filter((one) => one.step === step).map(({ rightId }) => rightId);
  const passedOver = judged.flatMap((one): PassedOver[] =>
    one.step === "stay" ? [{ rightId: one.rightId, ...one.problem }] : [],
  );
  const [rights, reentering, leaving] = [idsOf("enter"), idsOf("reenter"), idsOf("leave")];
  if (rights.length > 0) {
    const entering = { admission: shown, rights, ...(reentering.length > 0 && { reentering }), passedOver };
    const entered = judged.flatMap(({ step, right }) => (step === "enter" && right !== undefined ? [right] : []));
    const why = identityReason(entered, at, policy.identity);
    return why === undefined
      ? { status: "admit", reason: "valid", ...entering }
      : { status: "identify", reason: "identity-wanted", why, ...entering };
  }
  if (reentering.length > 0) return { status: "reenter", reason: "back-in", shown, rights: reentering, passedOver };
  if (leaving.length > 0) return { status: "leave", reason: "going-out", shown, rights: leaving, passedOver };
  return refuse(problemsOf(judged)[0] as RightProblem);
}

function problemsOf(judged: readonly Judged[]): RightProblem[] {
  return judged.flatMap((one) => (one.step === "stay" ? [one.problem] : []));
}

/**
 * `again` if this lane just let a right of the code through. The code may be another one, because a phone shows a new
 * one while it is still before the camera.
 */
function againAt(
  judged: readonly Judged[],
  at: number,
  { lane, policy: { againWithin = AGAIN_SECONDS } = {}, presence }: checkCode.Options,
): Verdict | undefined {
  if (!(againWithin > 0)) return undefined;
  const [way, reason] = presence?.way === "out" ? (["out", "already-out"] as const) : (["in", "already-in"] as const);
  for (const problem of problemsOf(judged)) {
    if (problem.reason !== reason || problem.at === undefined || problem.lane !== lane) continue;
    // A clock that was set back in between makes it look like a scan of the future.
    if (Math.abs(at - problem.at) > againWithin) continue;
    const secondsAgo = Math.max(0, at - problem.at);
    return { status: "again", reason: "just-scanned", way, at: problem.at, lane, secondsAgo };
  }
  return undefined;
}

/** An object that a caller gives in place of a text may say what no text can, such as nine rights. */
function checkForm(given: EntryCode | Refused): EntryCode | Refused {
  if (given?.status === "refuse") return REFUSALS_OF_TEXTS.has(given.reason) ? given : notACode("form");
  const problem = codeProblem(given);
  return problem === undefined ? given : notACode(problem);
}

/** The refusals that parseCode returns. */
const REFUSALS_OF_TEXTS: ReadonlySet<Refused["reason"]> = new Set(["not-a-code", "code-newer", "scanner-layout"]);

/** A refusal's reason with its facts. */
type Why<refused = Refused> = refused extends Refused ? Omit<refused, "status"> : never;

function refuse(refused: Why): Refused {
  return { status: "refuse", ...refused } as Refused;
}

function eventProblem(
  code: EntryCode,
  { manifest, presence }: Pick<checkCode.Options, "manifest" | "presence">,
  at: number,
): Refused | undefined {
  if (code.eventTag !== eventTag(manifest)) return refuse({ reason: "wrong-event" });
  if (manifest.cancelled) return refuse({ reason: "event-cancelled" });
  if (at < manifest.doorsOpenAt) return refuse({ reason: "doors-not-open", opensAt: manifest.doorsOpenAt });
  // People go home after doors close.
  if (at >= manifest.doorsCloseAt && presence?.way !== "out")
    return refuse({ reason: "doors-closed", closedAt: manifest.doorsCloseAt });
  return undefined;
}

function kindProblem({ proof }: EntryCode, { kinds }: Policy, sites: readonly CheckedSite[]): Refused | undefined {
  const { kind } = proof;
  if (kinds !== undefined && !kinds.includes(kind)) return refuse({ reason: "kind-refused", kind });
  if (proof.kind !== "passkey") return undefined;
  if (sites.length === 0) return refuse({ reason: "kind-refused", kind });
  if (!saysVerified(proof.flags)) return refuse({ reason: "passkey-refused", why: "unverified" });
  return undefined;
}

function rightProblem(
  right: ManifestRight | undefined,
  first: ManifestRight,
  manifest: Manifest,
  { classes }: Policy,
): RightProblem | undefined {
  if (right === undefined) return { reason: "right-unknown" };
  if (right.status === "void") return { reason: "right-void" };
  if (!sameAddress(right.holder, first.holder)) return { reason: "other-holder" };
  if (classes !== undefined && !classes.includes(right.classId)) {
    return { reason: "other-lane", className: manifest.classes[right.classId]?.name ?? "" };
  }
  if (right.mustBeNamed) return { reason: "not-named" };
  return undefined;
}
