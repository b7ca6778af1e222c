import type { Address } from "../../core/Hex.ts";
import type { Audit } from "../Audit.ts";
import { definePart, type Finding } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import type { Evidence } from "../Statement.ts";
import { type Consents, checkConsent } from "./rebinds/checkConsent.ts";
import { movedShare } from "./rebinds/movedShare.ts";
import { drawRevocations, revocationsFinding } from "./rebinds/revocationFindings.ts";
import { type Rebind, watchRebinds } from "./rebinds/watchRebinds.ts";
import { watchRevocations } from "./rebinds/watchRevocations.ts";
import { suiteScope } from "./suiteScope.ts";

/** Which rights went to another key, and which were taken back. */
export const rebinds = definePart(
  "rebinds",
  {
    "rebinds.consent": {
      title: "Each rebind has evidence for the same person, or the consent of the key before.",
      rule: "EntryRightRegistry.rebind. An admin of the organizer may rebind a right without a name alone.",
    },
    "rebinds.count": {
      title: "No right was rebound more often than its event allows, or after rebindUntil.",
      rule: "EntryRightRegistry.rebind and nameRight: maxRebinds of the policy, rebindUntil of the schedule.",
    },
    "rebinds.byOrganizer": {
      title: "The organizer rebound no right without the consent of its holder.",
      rule: "Threshold rebindsByOrganizer.",
    },
    "rebinds.moved": {
      title: "Few rights of each agent went to another key.",
      rule: "Threshold movedPercent: an agent's rights that were rebound, of those that it granted.",
    },
    "rebinds.revoked": {
      title: "Only those who may revoke a right revoked it, in time.",
      rule: "EntryRightRegistry.revoke, with the roles of that moment.",
    },
    "rebinds.revokedInDraw": {
      title: "The organizer revoked no right of a class that sells by a draw.",
      rule: "Threshold revokedInDraw.",
    },
  },
  (audit, judge) => {
    const moves = watchRebinds(audit.eventId);
    const ballot = audit.connection.deployment.contracts.Ballot.address as Address;
    const revoked = watchRevocations(audit.eventId, ballot);
    return {
      see: (log, before) => {
        moves.see(log, before);
        revoked.see(log, before);
      },
      conclude: async () => {
        const { policy, conducts } = audit.event;
        const consents = await checkConsent(audit, moves.rebinds, suiteScope(audit));
        return [
          judge("rebinds.consent", consents.finding),
          judge("rebinds.count", countFinding(moves.rebinds, policy.maxRebinds)),
          judge("rebinds.byOrganizer", byOrganizer(consents, audit.thresholds)),
          judge("rebinds.moved", movedShare(moves.rebinds, conducts, audit.thresholds)),
          judge("rebinds.revoked", { ...revocationsFinding(revoked.revocations), faults: revoked.faults }),
          judge("rebinds.revokedInDraw", drawRevocations(revoked.revocations, audit.thresholds)),
        ];
      },
    };
  },
);

function countFinding(rebinds: readonly Rebind[], maxRebinds: number): Finding {
  const faults = rebinds.flatMap((one): Evidence[] => {
    const fault = countFault(one, maxRebinds);
    return fault === undefined ? [] : [evidenceAt(one.log, fault, { rightId: one.rightId })];
  });
  const most = rebinds.reduce((sum, { counted }) => Math.max(sum, counted), 0);
  return {
    says: `No right was rebound more than ${most} times; ${maxRebinds} are allowed.`,
    figures: { rebinds: rebinds.length, most, maxRebinds },
    faults,
  };
}

function countFault({ log, rebinds, counted, rebindUntil, holder, newHolder }: Rebind, maxRebinds: number) {
  if (counted > maxRebinds) return `This was rebind ${counted} of at most ${maxRebinds}.`;
  if (counted !== rebinds + 1) return `The chain counts ${counted} rebinds, and ${rebinds + 1} were made.`;
  if (log.timestamp >= rebindUntil) return "It was rebound after rebindUntil.";
  return holder === newHolder ? "It was rebound to the key that it had." : undefined;
}

function byOrganizer(
  { alone, unread }: Consents,
  { rebindsByOrganizer }: Pick<Audit["thresholds"], "rebindsByOrganizer">,
): Finding {
  const found = alone.map(({ log, rightId }) =>
    evidenceAt(log, "An admin of the organizer gave the right another key alone.", { rightId, subject: log.args.by }),
  );
  return {
    says: `The organizer rebound ${alone.length} rights without consent.`,
    figures: { rebinds: alone.length, threshold: rebindsByOrganizer },
    flags: found.length > rebindsByOrganizer ? found : [],
    unchecked: unread,
    evidence: found,
  };
}
