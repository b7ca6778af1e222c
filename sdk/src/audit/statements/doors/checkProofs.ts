import type { Hex } from "../../../core/Hex.ts";
import { unpackSignatures } from "../../../eventIndex/admitCalls.ts";
import { entryProofDigest } from "../../../statements/entryProof.ts";
import type { Audit, AuditTransaction } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { checkSignatures, MOST_MEANT, type SignatureCheck } from "../../signatures/checkSignatures.ts";
import { signatureJob } from "../../signatures/SignatureJob.ts";
import { unreadable } from "../unreadable.ts";
import { withTransactions } from "../withTransactions.ts";
import type { DoorEntry } from "./watchDoors.ts";

/** Whether each entry has the signature of its holder. Entries of one call share its look-up. */
export async function checkProofs(audit: Audit, entries: readonly DoorEntry[]): Promise<Finding> {
  /** What the transaction delivers that was looked at last. */
  let delivered:
    | { readonly by: AuditTransaction; readonly signatures: ReadonlyMap<string, readonly Hex[]> }
    | undefined;
  const unchecked: Evidence[] = [];
  const faults: Evidence[] = [];
  const checks: SignatureCheck[] = [];
  for await (const [one, transaction] of withTransactions(audit, entries)) {
    const { log, gate, word, entry, holder } = one;
    const about = { rightId: entry.rightId, subject: gate };
    const why = unreadable(transaction);
    if (why !== undefined) {
      unchecked.push(evidenceAt(log, `The proof cannot be read: ${why}.`, about));
      continue;
    }
    if (delivered?.by !== transaction) delivered = { by: transaction, signatures: signaturesIn(transaction) };
    const signatures = delivered.signatures.get(keyOf(gate, word));
    if (holder === undefined || signatures === undefined) {
      faults.push(evidenceAt(log, "No call of the transaction delivers this entry.", about));
      continue;
    }
    const { rightId, count, issuedAt, challenge } = entry;
    const digest = entryProofDigest(audit.suite, { rightId, count, holder, issuedAt, challenge });
    checks.push({
      jobs: signatures.map((signature) => signatureJob(digest, signature)),
      isRight: (signer) => signer === holder,
      fault: () => evidenceAt(log, "The holder of the right did not sign the entry.", about),
    });
  }
  const checked = await checkSignatures(audit, checks);
  return {
    says: `${checked.checked - checked.faults.length} of ${entries.length} entries have the signature of their holder.`,
    figures: { entries: entries.length, checked: checked.checked },
    faults: [...faults, ...checked.faults],
    unchecked: [...unchecked, ...checked.unchecked],
  };
}

/** The signatures that calls of `admit` deliver, by gate and entry. A call may deliver an entry more than once. */
function signaturesIn({ calls }: AuditTransaction): ReadonlyMap<string, readonly Hex[]> {
  const found = new Map<string, Hex[]>();
  for (const { contract, name, sender, args } of calls) {
    if (contract !== "EntryRightRegistry" || name !== "admit") continue;
    // By position, because a Result has a method with the name `entries`.
    const [, entries, packed] = args as unknown as [bigint, readonly bigint[], Hex];
    const signatures = unpackSignatures(packed);
    for (const [i, word] of entries.entries()) {
      const key = keyOf(sender, word);
      const known = found.get(key);
      const signature = signatures[i] ?? "0x";
      if (known === undefined) found.set(key, [signature]);
      else if (known.length <= MOST_MEANT && !known.includes(signature)) known.push(signature);
    }
  }
  return found;
}

function keyOf(gate: string, word: bigint): string {
  return `${gate.toLowerCase()} ${word}`;
}
