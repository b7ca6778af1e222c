import { type Manifest, parseCode, type RightId, unpackRightId, type Verdict } from "doorkey/code";
import { type Book, serialOf } from "../merge/Book.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ScanAnswer } from "../protocol/answers.ts";
import { holds } from "../protocol/Claim.ts";
import { decideScan, notShown } from "../protocol/decideScan.ts";
import type { IdentityMessage } from "../protocol/messages.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { answerOf, letIn, recordOf } from "./recordScan.ts";
import { answeredVerdict, digestOf } from "./scanTable.ts";
import { showLights } from "./showLights.ts";

/** How long after a scan a person may decide on it, in seconds. */
const DECISION_SECONDS = 120;

/**
 * Carries out what a person decided on a scan. The first gate that has a right keeps it, also while a person looks.
 *
 * @throws SCAN_UNKNOWN, DECISION_TOO_LATE, ROLE_MISSING, SCAN_CHANGED if the decision was another one before,
 * STORE_UNAVAILABLE
 */
export async function decideIdentity(hub: Hub, caller: Caller, message: IdentityMessage): Promise<ScanAnswer> {
  const { scanId, decision, shown = [] } = message;
  if (decision === "let-in" && caller.role !== "supervisor") throw new ProblemError("ROLE_MISSING");
  const lights = showLights(hub, caller, shown);
  const id = `${scanId}/identity`;
  const digest = digestOf(decision);
  const answering = act(hub, (acting) => {
    const known = hub.scans.answerTo({ id, digest });
    if (known !== undefined) return known;
    const verdict = decided(hub, caller, message, acting);
    const answer = JSON.stringify({ ...answerOf(scanId, { verdict, party: undefined }), decision });
    hub.scans.keep({ id, device: caller.id, at: acting.at, digest }, answer);
    return answer;
  });
  const [answer] = await Promise.all([answering, lights]);
  return JSON.parse(answer);
}

function decided(hub: Hub, caller: Caller, { scanId, decision }: IdentityMessage, acting: Act): Verdict {
  const scan = hub.scans.read(scanId);
  const asked = scan && answeredVerdict(scan.answer);
  if (scan === undefined || asked === undefined) throw new ProblemError("SCAN_UNKNOWN");
  if (scan.device !== caller.id && caller.role !== "supervisor") throw new ProblemError("SCAN_UNKNOWN");
  if (acting.at - scan.at > DECISION_SECONDS) throw new ProblemError("DECISION_TOO_LATE");
  if (decision === "let-in") {
    if (scan.text === undefined) throw new ProblemError("DECISION_TOO_LATE");
    return letHolderIn(hub, caller, scanId, { text: scan.text, at: scan.at }, acting);
  }
  if (asked.status !== "identify") throw new ProblemError("DECISION_TOO_LATE");
  return decision === "other-person" ? asked : letPersonIn(caller, scanId, asked, acting);
}

type Identify = Extract<Verdict, { status: "identify" }>;

/** The person is the right one. Rights that another gate let in meanwhile stay out. */
function letPersonIn(caller: Caller, scanId: string, asked: Identify, acting: Act): Verdict {
  const { book } = acting.draft;
  const claimOn = (rightId: RightId) => book.claimAt(serialOf(rightId));
  const rights = asked.rights.filter((rightId) => {
    const claim = claimOn(rightId);
    return claim === undefined || !holds(claim, acting.at);
  });
  const { admission, passedOver } = asked;
  const [first] = rights;
  if (first === undefined) {
    const { scannedAt: at, lane } = asked.rights.flatMap((rightId) => claimOn(rightId) ?? [])[0] ?? {};
    return { status: "refuse", reason: "already-in", ...(at && { at }), ...(lane && { lane }), sameProof: false };
  }
  const replaced = rights.flatMap((rightId) => claimOn(rightId) ?? [])[0];
  const admit: Verdict = { status: "admit", reason: "valid", admission, rights, passedOver };
  const verdict = replaced === undefined ? admit : notShown(admit, replaced);
  if (verdict.status === "admit") letIn(caller, scanId, verdict, acting);
  return verdict;
}

/** A desk let this right in, and now its holder is here. Both are delivered, and the chain notes that they compete. */
function letHolderIn(
  hub: Hub,
  caller: Caller,
  scanId: string,
  { text, at }: { readonly text: string; readonly at: number },
  acting: Act,
): Verdict {
  const { claims } = hub.book;
  const { verdict } = decideScan(
    text,
    {
      manifest: withoutHands(hub.manifest(), hub.book, text),
      policy: hub.policy(caller.lane),
      claims: { get: (rightId) => (claims.get(rightId)?.byHand ? undefined : claims.get(rightId)) },
      now: at,
      lane: caller.lane,
    },
    hub.check,
  );
  if (verdict.status !== "admit" && verdict.status !== "identify") return verdict;
  const { admission, rights, passedOver } = verdict;
  acting.carried.set(scanId, { admission });
  acting.draft.setEntry(recordOf(scanId, caller, admission, rights, acting.at));
  return { status: "admit", reason: "valid", admission, rights, passedOver };
}

/** The list as it was before a desk admitted the rights of this code: a newer list says so too. */
function withoutHands(manifest: Manifest, book: Book, text: string): Manifest {
  const code = parseCode(text);
  if (code.status === "refuse") return manifest;
  const first = unpackRightId((BigInt(manifest.eventId) << 32n) | BigInt(code.serial));
  const batches = manifest.batches.map((batch, i) => {
    if (i !== first.batch) return batch;
    const digits = [...batch.statuses].map((digit, index) => {
      const isByHand = book.holderOf(code.serial - first.index + index)?.byHand === true;
      return isByHand && digit === "2" ? "0" : digit;
    });
    return { ...batch, statuses: digits.join("") };
  });
  return { ...manifest, batches };
}
