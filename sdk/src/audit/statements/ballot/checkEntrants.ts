import { attestationDigest } from "../../../attester/attestationDigest.ts";
import type { IdentityScope } from "../../../attester/IdentityScope.ts";
import { type Address, type Hex, sameAddress } from "../../../core/Hex.ts";
import { entrantKey } from "../../../draw/Entrant.ts";
import type { Audit, AuditTransaction } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { checkSignatures, type SignatureCheck } from "../../signatures/checkSignatures.ts";
import { type SignatureJob, signatureJob } from "../../signatures/SignatureJob.ts";
import { evidenceFault } from "../persons/evidenceFault.ts";
import { type ReadEvidence, readEvidence } from "../persons/readEvidence.ts";
import { unreadable } from "../unreadable.ts";
import { withTransactions } from "../withTransactions.ts";
import type { EntrantAct } from "./watchEntrants.ts";

/** What a call brings for an entrant. */
type Brought = {
  readonly holder: Address;
  readonly agentId: number;
  readonly sender: Address;
  /** Undefined if it has no known form. */
  readonly evidence: ReadEvidence | undefined;
};

/**
 * Whether each entrant who appealed or kept a place had evidence of an attester whom the verifier trusted then, or, in a
 * draw by key, sent it with its own key. `scope` is undefined if the event's verifier is another one than the suite's.
 */
export async function checkEntrants(
  audit: Audit,
  acts: readonly EntrantAct[],
  scope: IdentityScope | undefined,
): Promise<Finding> {
  /** What the transaction brought that was looked at last. */
  let brought:
    | { readonly by: AuditTransaction; readonly evidence: ReadonlyMap<string, readonly Brought[]> }
    | undefined;
  const [faults, unchecked]: [Evidence[], Evidence[]] = [[], []];
  const checks: SignatureCheck[] = [];
  let byKey = 0;
  for await (const [act, transaction] of withTransactions(audit, acts)) {
    const { log, key, byHolder, trusted } = act;
    const evidence = (note: string) => evidenceAt(log, note, { subject: `entrant ${key}` });
    const why = unreadable(transaction) ?? (byHolder || scope !== undefined ? undefined : FOREIGN);
    if (why !== undefined) {
      unchecked.push(evidence(`The evidence cannot be read: ${why}.`));
      continue;
    }
    if (brought?.by !== transaction) brought = { by: transaction, evidence: broughtIn(transaction, audit.eventId) };
    const found = brought.evidence.get(keyOf(act)) ?? [];
    if (byHolder || scope === undefined) {
      if (found.some(({ sender, holder }) => sameAddress(sender, holder))) byKey++;
      else faults.push(evidence("The holder of the key did not send it."));
      continue;
    }
    const jobs = found.flatMap((one) => jobFor(scope, one, log.timestamp));
    if (jobs.length === 0) faults.push(evidence("No call of the transaction has evidence in time for this person."));
    else {
      checks.push({
        jobs,
        isRight: (signer) => trusted.has(signer),
        fault: () => evidence("No attester that the verifier trusted then signed the evidence."),
      });
    }
  }
  const checked = await checkSignatures(audit, checks);
  const good = byKey + checked.signers.filter((signer) => signer !== undefined).length;
  return {
    says: `${good} of ${acts.length} appeals and kept places have good evidence.`,
    figures: {
      appeals: acts.filter(({ act }) => act === "appeal").length,
      kept: acts.filter(({ act }) => act === "accept").length,
      checked: checked.checked + byKey,
    },
    faults: [...faults, ...checked.faults],
    unchecked: [...unchecked, ...checked.unchecked],
  };
}

const FOREIGN = "the event's identity verifier is not the suite's";

type Shown = { readonly agentId: bigint; readonly holder: Address; readonly evidence: Hex };

/** What the calls of a transaction bring, by act, class and entrant. Each item may be for a person, or for its holder. */
function broughtIn({ calls }: AuditTransaction, eventId: number): ReadonlyMap<string, readonly Brought[]> {
  const found = new Map<string, Brought[]>();
  for (const { contract, name, sender, args } of calls) {
    if (contract !== "Ballot" || (name !== "appeal" && name !== "accept")) continue;
    if (Number(args.eventId) !== eventId) continue;
    // A Result of ethers has methods with the names of arrays' ones.
    const items: readonly Shown[] = name === "appeal" ? [args as unknown as Shown] : [...args.items];
    for (const { agentId, holder, evidence: text } of items) {
      const evidence = readEvidence(text);
      const one = { holder, agentId: Number(agentId), sender, evidence };
      const keys = [entrantKey(holder), ...(evidence === undefined ? [] : [entrantKey(evidence.personTag)])];
      for (const key of keys) {
        const place = keyOf({ act: name, classId: Number(args.classId), key });
        const known = found.get(place);
        if (known === undefined) found.set(place, [one]);
        else known.push(one);
      }
    }
  }
  return found;
}

function keyOf({ act, classId, key }: Pick<EntrantAct, "act" | "classId" | "key">): string {
  return `${act} ${classId} ${key}`;
}

function jobFor(scope: IdentityScope, { holder, agentId, evidence }: Brought, usedAt: number): SignatureJob[] {
  if (evidence === undefined) return [];
  const { signature, ...rest } = evidence;
  const fault = evidenceFault(rest, { act: "grant", tag: rest.personTag, usedAt, reboundAt: 0 });
  if (fault !== undefined) return [];
  return [signatureJob(attestationDigest({ ...rest, scope, holder, agentId, rightId: 0n }), signature)];
}
