import { definePart } from "../AuditPart.ts";
import { percent } from "./percent.ts";
import { grantedAt } from "./share/grantedAt.ts";
import { publicShare } from "./share/publicShare.ts";

/** How many places are for the public, over time, and how many it really got. */
export const share = definePart(
  "share",
  {
    "share.floor": {
      title: "The public share was never below the published minimum.",
      rule: "EventRegistry: ReservedShareExceeded keeps minPublicBps at publishing and at each change of supply.",
    },
    "share.public": {
      title: "These are the shares of places and rights that the public got.",
      rule: "Figures: the contracts set a minimum for places only, not for rights.",
    },
  },
  (audit, judge) => {
    const floor = publicShare(audit.eventId);
    const rights = grantedAt(audit.eventId);
    return {
      see: (log, before) => {
        floor.see(log, before);
        rights.see(log, before);
      },
      conclude: async () => {
        const { state, event, connection } = audit;
        const { minPublicBps } = event.policy;
        floor.end(state);
        const ballot = connection.deployment.contracts.Ballot.address.toLowerCase();
        const open = event.classes.filter(({ reserved }) => !reserved);
        const places = open.reduce((sum, { supply }) => sum + supply, 0);
        const byDraw = open
          .filter(({ saleHook }) => saleHook.toLowerCase() === ballot)
          .reduce((sum, { supply }) => sum + supply, 0);
        const figures = {
          publicPlaces: places,
          behindBallotPercent: percent(byDraw, places),
          ...rights.end(state, audit.head.timestamp),
        };
        return [
          judge("share.floor", {
            says: `The public share was at least ${floor.least / 100} % at each of ${floor.rows.length} changes; the published minimum is ${minPublicBps / 100} %.`,
            figures: { leastPercent: floor.least / 100, minimumPercent: minPublicBps / 100 },
            faults: floor.faults,
            tables: [{ name: "share", columns: ["at", "public", "reserved", "minimum"], rows: floor.rows }],
          }),
          judge("share.public", {
            says: `${places} places are in public classes, ${figures.behindBallotPercent} % of them sold by the published Ballot.`,
            figures,
          }),
        ];
      },
    };
  },
);
