import { attestationDigest } from "../../../attester/attestationDigest.ts";
import type { IdentityScope } from "../../../attester/IdentityScope.ts";
import type { Hex } from "../../../core/Hex.ts";
import { rebindDigest } from "../../../statements/rebindStatement.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { checkSignatures, MOST_MEANT, type SignatureCheck } from "../../signatures/checkSignatures.ts";
import { type SignatureJob, signatureJob, signersOf } from "../../signatures/SignatureJob.ts";
import { evidenceFault } from "../persons/evidenceFault.ts";
import { readEvidence } from "../persons/readEvidence.ts";
import { unreadable } from "../unreadable.ts";
import { withTransactions } from "../withTransactions.ts";
import type { Rebind } from "./watchRebinds.ts";

/** What was found about rebinds: whether each is proven, and which of them the organizer made alone. */
export type Consents = {
  readonly finding: Finding;
  /** Rebinds by an admin of the organizer without the holder's consent. */
  readonly alone: readonly Rebind[];
  /** Rebinds of which it cannot be known whether the holder consented. */
  readonly unread: readonly Evidence[];
};

/**
 * Whether each rebind has what the contracts demand: evidence for the same person, or the old key's consent. An admin of
 * the organizer may rebind a right without a name alone. `scope` is undefined if the event's verifier is another one.
 */
export async function checkConsent(
  audit: Audit,
  rebinds: readonly Rebind[],
  scope: IdentityScope | undefined,
): Promise<Consents> {
  const mine = rebinds.filter(({ by }) => by !== "naming");
  const [faults, unchecked, unread]: [Evidence[], Evidence[], Evidence[]] = [[], [], []];
  const alone: Rebind[] = [];
  const checks: SignatureCheck[] = [];
  for await (const [one, transaction] of withTransactions(audit, mine)) {
    const { log, rightId, holder, tag, trusted, by } = one;
    const evidence = (note: string) => evidenceAt(log, note, { rightId, subject: log.args.by });
    const isAlone = by === "organizer's admin" && tag === undefined;
    if (by === "a stranger") faults.push(evidence("Neither the organizer nor the right's agent made the rebind."));
    const why = unreadable(transaction) ?? (tag !== undefined && scope === undefined ? FOREIGN : undefined);
    if (why !== undefined) {
      (isAlone ? unread : unchecked).push(evidence(`The proof cannot be read: ${why}.`));
      continue;
    }
    const proofs = transaction.calls.flatMap(({ contract, name, args }): Hex[] => {
      const isIt = contract === "EntryRightRegistry" && name === "rebind" && args.rightId === rightId;
      return isIt && args.newHolder.toLowerCase() === one.newHolder ? [args.proof] : [];
    });
    const jobs = proofs.flatMap((proof) =>
      tag !== undefined && scope !== undefined ? evidenceJobs(scope, one, tag, proof) : consentJobs(audit, one, proof),
    );
    if (isAlone) {
      if (!signersOf(jobs.slice(0, MOST_MEANT)).includes(holder)) alone.push(one);
    } else if (jobs.length === 0) {
      faults.push(evidence(tag === undefined ? "The holder's consent is missing." : "Good evidence is missing."));
    } else {
      checks.push({
        jobs,
        isRight: (signer) => (tag === undefined ? signer === holder : trusted.has(signer)),
        fault: () =>
          evidence(tag === undefined ? "The holder did not sign the rebind." : "No trusted attester signed for it."),
      });
    }
  }
  const checked = await checkSignatures(audit, checks);
  const finding: Finding = {
    says: `${checked.checked - checked.faults.length} of ${mine.length} rebinds have consent or evidence; ${alone.length} the organizer made alone.`,
    figures: { rebinds: mine.length, checked: checked.checked, byOrganizerAlone: alone.length },
    faults: [...faults, ...checked.faults],
    unchecked: [...unchecked, ...checked.unchecked],
  };
  return { finding, alone, unread };
}

const FOREIGN = "the event's identity verifier is not the suite's";

function evidenceJobs(scope: IdentityScope, one: Rebind, tag: Hex, proof: Hex): SignatureJob[] {
  const evidence = readEvidence(proof);
  const use = { act: "rebind", tag, usedAt: one.log.timestamp, reboundAt: one.reboundAt } as const;
  if (evidence === undefined || evidenceFault(evidence, use) !== undefined) return [];
  const { signature, ...rest } = evidence;
  const about = { scope, holder: one.newHolder, agentId: one.agentId, rightId: one.rightId };
  return [signatureJob(attestationDigest({ ...rest, ...about }), signature)];
}

/** `proof` is `expiresAt 8 bytes ‖ signature`. */
function consentJobs({ suite }: Pick<Audit, "suite">, one: Rebind, proof: Hex): SignatureJob[] {
  const { log, rightId, holder, newHolder, rebinds } = one;
  if (proof.length < 18) return [];
  const expiresAt = BigInt(proof.slice(0, 18));
  if (expiresAt <= BigInt(log.timestamp)) return [];
  const digest = rebindDigest(suite, { rightId, holder, newHolder, rebinds, expiresAt });
  return [signatureJob(digest, `0x${proof.slice(18)}`)];
}
