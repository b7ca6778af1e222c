import { definePart } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import type { Evidence } from "../Statement.ts";
import { agentTable } from "./issuance/agentTable.ts";
import { grantWatch } from "./issuance/grantWatch.ts";
import { supplyWatch } from "./issuance/supplyWatch.ts";

/** Who granted how many rights of which class, and whether each grant was allowed then. */
export const issuance = definePart(
  "issuance",
  {
    "issuance.agents": {
      title: "Each agent that granted was designated then, with all above it, and within its quota.",
      rule: "EventRegistry.grantTerms: AgentNotDesignated. EntryRightRegistry.grant: QuotaExceeded.",
    },
    "issuance.times": {
      title: "Each grant was made while sales were open and not paused.",
      rule: "EventRegistry.grantTerms: SalesClosed, SalesArePaused, EventIsCancelled.",
    },
    "issuance.supply": {
      title: "No class ever had more places granted and freed than its supply.",
      rule: "EntryRightRegistry.grant: ClassSoldOut.",
    },
  },
  (audit, judge) => {
    const { eventId } = audit;
    const grants = grantWatch(eventId);
    const supply = supplyWatch(eventId);
    const untimely: Evidence[] = [];
    return {
      see: (log, before) => {
        supply.see(log, before);
        grants.see(log, before);
        if (log.name !== "RightsGranted" || Number(log.args.eventId) !== eventId) return;
        const event = before.events.get(eventId);
        if (event === undefined) return;
        const { salesOpenAt, salesCloseAt } = event.schedule;
        const isOpen = log.timestamp >= salesOpenAt && log.timestamp < salesCloseAt;
        if (isOpen && !event.paused && !event.cancelled) return;
        untimely.push(
          evidenceAt(log, isOpen ? "Sales were paused." : "Sales were not open.", { rightId: log.args.first }),
        );
      },
      conclude: async () => {
        grants.end();
        supply.end(audit.state);
        const { batches, classes } = audit.event;
        const granted = classes.reduce((sum, one) => sum + one.granted, 0);
        const figures = { batches: batches.length, rights: granted, agents: grants.agents.size };
        return [
          judge("issuance.agents", {
            says: `${grants.agents.size} agents granted ${batches.length} batches; ${granted} rights are live or admitted.`,
            figures,
            faults: grants.faults,
            tables: [agentTable(audit)],
          }),
          judge("issuance.times", {
            says: `${untimely.length} of ${batches.length} batches were granted outside of the sale.`,
            figures: { batches: batches.length, outside: untimely.length },
            faults: untimely,
          }),
          judge("issuance.supply", {
            says: `No class was above its supply at any of ${supply.blocks} blocks that changed it.`,
            figures: { blocks: supply.blocks, above: supply.faults.length },
            faults: supply.faults,
          }),
        ];
      },
    };
  },
);
