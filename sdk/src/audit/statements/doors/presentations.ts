import { type Entry, NO_CHALLENGE } from "../../../core/Entry.ts";
import type { RightId } from "../../../core/RightId.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import type { DoorEntry } from "./watchDoors.ts";

/**
 * Rights that were shown again after they were admitted. The same entry sent twice is a retry. Only the logs of both
 * gates can show a double entry, and they are not on the chain.
 */
export function presentations(
  entries: readonly DoorEntry[],
  { twoGatePresentations }: Pick<Thresholds, "twoGatePresentations">,
): Finding {
  const first = new Map<RightId, DoorEntry>();
  const [listed, twoGates]: [Evidence[], Evidence[]] = [[], []];
  let retries = 0;
  for (const one of entries) {
    if (one.status === "admitted") for (const rightId of one.rights) first.set(rightId, one);
    if (one.status !== "already") continue;
    const [rightId] = one.rights as [RightId];
    const before = first.get(rightId);
    if (before === undefined) continue;
    if (isSameProof(before.entry, one.entry)) {
      retries++;
    } else if (answersTwoGates(before, one)) {
      const note = "The right was shown with answers to the challenges of two gates.";
      twoGates.push(evidenceAt(one.log, note, { rightId, subject: one.gate }));
    } else {
      listed.push(evidenceAt(one.log, "The right was shown again with another code.", { rightId, subject: one.gate }));
    }
  }
  const shown = listed.length + twoGates.length;
  return {
    says: `${shown} rights were shown again after their admission, ${twoGates.length} of them at two gates with challenges.`,
    figures: { retries, presentations: shown, atTwoGates: twoGates.length, threshold: twoGatePresentations },
    flags: twoGates.length > twoGatePresentations ? twoGates : [],
    evidence: [...twoGates, ...listed],
  };
}

function isSameProof(a: Entry, b: Entry): boolean {
  return a.issuedAt === b.issuedAt && a.challenge === b.challenge;
}

function answersTwoGates(a: DoorEntry, b: DoorEntry): boolean {
  const answers = a.entry.challenge !== NO_CHALLENGE && b.entry.challenge !== NO_CHALLENGE;
  return answers && a.gate !== b.gate;
}
