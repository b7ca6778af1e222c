import type { Address, Hex } from "../../../core/Hex.ts";
import type { RightId } from "../../../core/RightId.ts";
import { returnDigest } from "../../../statements/returnStatement.ts";
import type { Audit, AuditCall, AuditLog } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { checkSignatures, type SignatureCheck } from "../../signatures/checkSignatures.ts";
import { type SignatureJob, signatureJob } from "../../signatures/SignatureJob.ts";
import { unreadable } from "../unreadable.ts";
import { withTransactions } from "../withTransactions.ts";

/** A right that was returned, and who held it then, in lower case. */
export type Returned = {
  readonly log: AuditLog;
  readonly rightId: RightId;
  readonly holder: Address;
  readonly rebinds: number;
};

/** Whether each return has the signature of the holder of that moment. */
export async function checkReturns(audit: Audit, returned: readonly Returned[]): Promise<Finding> {
  const [faults, unchecked]: [Evidence[], Evidence[]] = [[], []];
  const checks: SignatureCheck[] = [];
  for await (const [one, transaction] of withTransactions(audit, returned)) {
    const { log, rightId, holder } = one;
    const about = { rightId, subject: holder };
    const why = unreadable(transaction);
    if (why !== undefined) {
      unchecked.push(evidenceAt(log, `The signature cannot be read: ${why}.`, about));
      continue;
    }
    const jobs = transaction.calls.flatMap((call) => jobsIn(audit, call, one));
    if (jobs.length === 0) {
      faults.push(evidenceAt(log, "No call of the transaction has a statement that returns this right.", about));
      continue;
    }
    checks.push({
      jobs,
      isRight: (signer) => signer === holder,
      fault: () => evidenceAt(log, "The holder of the right did not sign its return.", about),
    });
  }
  const checked = await checkSignatures(audit, checks);
  const good = checked.checked - checked.faults.length;
  return {
    says: `${good} of ${returned.length} returns have the signature of their holder.`,
    figures: { returns: returned.length, checked: checked.checked },
    faults: [...faults, ...checked.faults],
    unchecked: [...unchecked, ...checked.unchecked],
  };
}

type SignedReturn = {
  readonly rightId: bigint;
  readonly count: bigint;
  readonly rebinds: bigint;
  readonly expiresAt: bigint;
  readonly signature: Hex;
};

/** A job for each statement of a call that returns the right, in time and for its present holding. */
function jobsIn({ suite }: Pick<Audit, "suite">, call: AuditCall, one: Returned): SignatureJob[] {
  if (call.contract !== "EntryRightRegistry" || call.name !== "returnRights") return [];
  const [wishes] = call.args as unknown as [readonly SignedReturn[]];
  // A Result of ethers has a `flatMap` that adds an item.
  return [...wishes].flatMap(({ rightId, count, rebinds, expiresAt, signature }) => {
    const covers = rightId <= one.rightId && one.rightId < rightId + count;
    if (!covers || Number(rebinds) !== one.rebinds || expiresAt <= BigInt(one.log.timestamp)) return [];
    const wish = { rightId, count: Number(count), holder: one.holder, rebinds: one.rebinds, expiresAt };
    return [signatureJob(returnDigest(suite, wish), signature)];
  });
}
