import type { LogDescription } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { unpackEntry } from "../core/Entry.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import { type RightId, rightsFrom } from "../core/RightId.ts";
import { refusalName } from "../rights/refusals.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome, NotAdmitted } from "./AdmissionOutcome.ts";

/** Refusals of a whole entry, in one log under its first right; all others are of one right. */
const OF_WHOLE_ENTRY: readonly NotAdmitted["reason"][] = [
  "WrongEvent",
  "OutsideDoors",
  "ClockApart",
  "CountInvalid",
  "BadSignature",
];

/**
 * The decisions of one call of `admit`, one per admission. The call logs in the order of its entries. Each entry has
 * one refusal of the whole, or a log for each right that was passed over and then one for the admitted ones.
 */
export function readOutcomes(
  connection: Pick<Connection, "rightsRegistry">,
  admissions: readonly Admission[],
  transaction: Transaction,
): AdmissionOutcome[] {
  const logs = logsOfRights(connection, transaction);
  let next = 0;

  function outcomeOf(admission: Admission): AdmissionOutcome {
    const { rightId: first, count } = unpackEntry(admission.entry);
    const passedOver: NotAdmitted[] = [];
    const done = (mask: number) => outcome(admission, transaction, mask, passedOver);
    for (; ; next++) {
      const log = logs[next];
      if (log === undefined)
        throw new DoorkeyError("LOG_MISSING", { details: [`The log of an entry in transaction ${transaction.hash}.`] });
      if (log.name === "Admitted" || log.name === "AdmittedInPart") {
        next++;
        return done(log.name === "Admitted" ? 0xff : Number(log.args.admitted));
      }
      const reason = reasonOf(log);
      passedOver.push({ rightId: log.args.rightId, reason });
      const isWhole = OF_WHOLE_ENTRY.includes(reason) || (reason === "RightNonexistent" && log.args.rightId === first);
      if (isWhole || passedOver.length === count) {
        next++;
        return done(0);
      }
    }
  }

  return admissions.map(outcomeOf);
}

function outcome(
  admission: Admission,
  { hash: transactionHash }: Transaction,
  mask: number,
  passedOver: readonly NotAdmitted[],
): AdmissionOutcome {
  const { rightId, count } = unpackEntry(admission.entry);
  const rights = rightsFrom(rightId, Math.min(count, 8)).filter((_, i) => (mask >> i) & 1);
  return { admission, status: statusOf(rights, passedOver), rights, passedOver, transactionHash };
}

function statusOf(rights: readonly RightId[], passedOver: readonly NotAdmitted[]) {
  if (passedOver.length === 0) return "admitted";
  if (rights.length > 0) return "in-part";
  return passedOver.every(({ reason }) => reason === "AlreadyAdmitted" || reason === "Contested")
    ? "already"
    : "refused";
}

function reasonOf({ name, args }: LogDescription): NotAdmitted["reason"] {
  return name === "AlreadyAdmitted" || name === "Contested" ? name : refusalName(args.why);
}

/** The logs of the call about admissions, in its order. */
function logsOfRights({ rightsRegistry }: Pick<Connection, "rightsRegistry">, { logs }: Transaction): LogDescription[] {
  return logs
    .filter(({ address }) => sameAddress(address as Address, rightsRegistry))
    .map((log) => interfaces.EntryRightRegistry.parseLog(log))
    .filter((log) => log !== null);
}
