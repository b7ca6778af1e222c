import type { Result } from "ethers";
import { unpackEntry } from "../../core/Entry.ts";
import type { Address } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import { refusalName } from "../../rights/refusals.ts";
import type { IndexLog } from "../IndexLog.ts";
import type { IndexState } from "../IndexState.ts";
import { conductIn, eventIn, placeOf } from "../lookUp.ts";
import type { Change, Changes } from "./Change.ts";

const ADMITTED = 2;

/** Events of IEntryRightRegistry about admissions. */
export const doorChanges: Changes = {
  Admitted: (state, args, log) => admit(state, args, 0xff, log),
  AdmittedInPart: (state, args, log) => admit(state, args, Number(args.admitted), log),
  AdmittedByHand: (state, args, log) => {
    const { eventId, gate, rightId, scannedAt, reason } = args;
    const { byHand, admissions } = eventIn(state, eventId);
    setAdmitted(state, rightId);
    byHand.set(gate, (byHand.get(gate) ?? 0) + 1);
    admissions.push({
      status: "by-hand",
      ...from(args, log),
      rights: [rightId],
      scannedAt: Number(scannedAt),
      reason,
    });
  },
  AlreadyAdmitted: again("already"),
  Contested: again("contested"),
  AdmissionRefused: (state, args, log) => {
    const { eventId, rightId, why } = args;
    const refused = { status: "refused", ...from(args, log), rights: [rightId], reason: refusalName(why) } as const;
    eventIn(state, eventId).admissions.push(refused);
  },
};

function again(status: "already" | "contested"): Change {
  return (state, args, log) => {
    const { eventId, rightId, entry } = args;
    eventIn(state, eventId).admissions.push({ status, ...from(args, log), rights: [rightId], entry });
  };
}

function admit(state: IndexState, args: Result, mask: number, log: IndexLog): void {
  const { eventId, entry } = args;
  const { rightId, count } = unpackEntry(entry);
  const rights = Array.from({ length: count }, (_, i) => rightId + BigInt(i)).filter((_, i) => (mask >> i) & 1);
  for (const right of rights) setAdmitted(state, right);
  eventIn(state, eventId).admissions.push({ status: "admitted", ...from(args, log), rights, entry });
}

function setAdmitted(state: IndexState, rightId: RightId): void {
  const { event, batch, index } = placeOf(state, rightId);
  batch.statuses[index] = ADMITTED;
  conductIn(event, batch.agentId).admitted++;
}

function from({ gate }: Result, { transactionHash, blockNumber, index }: IndexLog) {
  return { gate: gate as Address, transactionHash, blockNumber, index };
}
