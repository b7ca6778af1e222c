import type { Address } from "../../core/Hex.ts";
import { definePart, type Finding } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import { checkReturns, type Returned } from "./returns/checkReturns.ts";
import { flowTable, medianMinutes } from "./returns/flowTable.ts";
import { type FreedPlace, followPlaces } from "./returns/followPlaces.ts";
import { sameAgent } from "./returns/sameAgent.ts";
import { watchPlaces } from "./returns/watchPlaces.ts";
import { rightAt } from "./rightAt.ts";

/** Who gave a right back, and who got its place. */
export const returns = definePart(
  "returns",
  {
    "returns.signed": {
      title: "Each return has the signature of the right's holder.",
      rule: "EntryRightRegistry.returnRights: the holder signed for the right and its present holding, in time.",
    },
    "returns.places": {
      title: "Freed places were granted again only after the sale hook or a member of the organizer reopened them.",
      rule: "EntryRightRegistry.reopen and reopenSeats. Places without seats are equal: the first that was freed counts as the first that is granted again.",
    },
    "returns.sameAgent": {
      title: "No agent soon granted a place again that was returned to it.",
      rule: "Thresholds sameAgentRegrants and sameAgentMinutes, from the return to the grant. Places that the Ballot reopened do not count.",
    },
  },
  (audit, judge) => {
    const { see, acts, refused } = watchPlaces(audit.eventId);
    const returned: Returned[] = [];
    return {
      see: (log, before) => {
        see(log, before);
        if (log.name !== "RightReturned" || Number(log.args.eventId) !== audit.eventId) return;
        const right = rightAt(before, log.args.rightId);
        if (right === undefined) return;
        returned.push({ log, rightId: log.args.rightId, holder: right.holder, rebinds: right.rebinds });
      },
      conclude: async () => {
        const { places, faults } = followPlaces(acts, refused);
        const ballot = audit.connection.deployment.contracts.Ballot.address as Address;
        return [
          judge("returns.signed", await checkReturns(audit, returned)),
          judge("returns.places", { ...placesFinding(places), faults }),
          judge("returns.sameAgent", sameAgent(places, ballot, audit.thresholds)),
        ];
      },
    };
  },
);

function placesFinding(places: readonly FreedPlace[]): Finding {
  const reopened = places.filter((place) => place.reopened !== undefined);
  const byMembers = reopened.filter((place) => place.reopened?.as === "organizer");
  const granted = places.filter((place) => place.granted !== undefined);
  return {
    says: `${reopened.length} of ${places.length} freed places were reopened, ${byMembers.length} by the organizer; ${granted.length} were granted again.`,
    figures: {
      freed: places.length,
      returned: places.filter(({ freed }) => freed.how === "returned").length,
      reopened: reopened.length,
      byOrganizer: byMembers.length,
      granted: granted.length,
      medianMinutes: medianMinutes(places),
    },
    evidence: [...new Set(byMembers.map((place) => place.reopened))].flatMap((act) =>
      act === undefined
        ? []
        : [evidenceAt(act.log, `A member of the organizer reopened ${act.places} places.`, { subject: act.by })],
    ),
    tables: [flowTable(places)],
  };
}
