import { attestationDigest } from "../../../attester/attestationDigest.ts";
import type { IdentityScope } from "../../../attester/IdentityScope.ts";
import { unpackRightId } from "../../../core/RightId.ts";
import type { Audit, AuditCall, AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import {
  type CheckedSignatures,
  checkSignatures,
  MOST_MEANT,
  type SignatureCheck,
} from "../../signatures/checkSignatures.ts";
import { type SignatureJob, signatureJob } from "../../signatures/SignatureJob.ts";
import { unreadable } from "../unreadable.ts";
import { withTransactions } from "../withTransactions.ts";
import { evidenceFault } from "./evidenceFault.ts";
import { readEvidence } from "./readEvidence.ts";
import type { Tagging } from "./watchEvidence.ts";

/** The checks of evidence, with the tagging of each one whose signature was checked. */
export type CheckedEvidence = CheckedSignatures & { readonly taggings: readonly Tagging[] };

/** Whether each tag has evidence that an attester signed whom the verifier trusted then. */
export async function checkEvidence(
  audit: Audit,
  scope: IdentityScope,
  taggings: readonly Tagging[],
): Promise<CheckedEvidence> {
  const [faults, unchecked]: [Evidence[], Evidence[]] = [[], []];
  const [checks, checkedTaggings]: [SignatureCheck[], Tagging[]] = [[], []];
  let grant: { readonly log: AuditLog; readonly calls: readonly AuditCall[] } | undefined;
  for await (const [tagging, transaction] of withTransactions(audit, taggings)) {
    const { log, rightId, tag } = tagging;
    const about = { rightId, subject: tag };
    const why = unreadable(transaction);
    if (why !== undefined) {
      unchecked.push(evidenceAt(log, `The evidence cannot be read: ${why}.`, about));
      continue;
    }
    // The tags of one grant share its look-up.
    if (grant?.log !== log) grant = { log, calls: transaction.calls.filter(isCallOf(tagging)) };
    const found = jobsFor(scope, tagging, grant.calls);
    if (typeof found === "string") {
      faults.push(evidenceAt(log, found, about));
      continue;
    }
    checkedTaggings.push(tagging);
    checks.push({
      jobs: found,
      isRight: (signer) => tagging.trusted.has(signer),
      fault: () => evidenceAt(log, "No attester that the verifier trusted then signed the evidence.", about),
    });
  }
  const checked = await checkSignatures(audit, checks);
  return {
    ...checked,
    faults: [...faults, ...checked.faults],
    unchecked: [...unchecked, ...checked.unchecked],
    taggings: checkedTaggings,
  };
}

/** A job for each evidence that the calls have for the tag, or what is wrong with all of them. */
function jobsFor(scope: IdentityScope, tagging: Tagging, calls: readonly AuditCall[]): SignatureJob[] | string {
  const { act, rightId, tag, holder, agentId, reboundAt, log } = tagging;
  const use = { act, tag, usedAt: log.timestamp, reboundAt };
  const jobs: SignatureJob[] = [];
  let fault = "No call of the transaction has evidence for this right.";
  for (const text of new Set(calls.map(({ args }) => evidenceIn(args, tagging)))) {
    if (jobs.length > MOST_MEANT) break;
    const evidence = readEvidence(text);
    const problem = evidence === undefined ? "The evidence has no known form." : evidenceFault(evidence, use);
    if (evidence === undefined || problem !== undefined) {
      fault = problem ?? fault;
      continue;
    }
    const { personTag, issuedAt, expiresAt, signature } = evidence;
    const about = { scope, personTag, holder, agentId, issuedAt, expiresAt };
    jobs.push(signatureJob(attestationDigest({ ...about, rightId: act === "grant" ? 0n : rightId }), signature));
  }
  return jobs.length === 0 ? fault : jobs;
}

/** Whether a call may be the one that bound the tag. */
function isCallOf({ act, rightId, classId, agentId, records, holder }: Tagging) {
  return ({ contract, name, args }: AuditCall): boolean => {
    if (contract !== "EntryRightRegistry" || name !== act) return false;
    if (act === "nameRight") return args.rightId === rightId && args.holder.toLowerCase() === holder;
    const isSale = args.eventId === rightId >> 32n && Number(args.classId) === classId;
    return isSale && Number(args.agentId) === agentId && args.records === records;
  };
}

function evidenceIn(args: AuditCall["args"], { act, rightId }: Tagging): string {
  return act === "nameRight" ? args.evidence : (args.evidence[unpackRightId(rightId).index] ?? "0x");
}
