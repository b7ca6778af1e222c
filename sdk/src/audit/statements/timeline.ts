import { interfaces } from "../../abi/contracts.ts";
import type { AuditLog } from "../Audit.ts";
import { definePart } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";

/** Events that change the terms under which an event sells and admits. */
const CHANGES = [
  "SalesPaused",
  "SalesResumed",
  "EventRescheduled",
  "EventCancelled",
  "HandOverOffered",
  "HandedOver",
  "SupplyRaised",
  "ReservedOpened",
  "SaleHookSet",
  "AgentDismissed",
  "GateSet",
];

/** What the organizer changed after it published the event. */
export const timeline = definePart(
  "timeline",
  {
    "timeline.changes": {
      title: "These are the changes that the organizer made after publishing.",
      rule: "EventRegistry allows each of them in its window only, and AttesterIdentityVerifier to admins only.",
    },
  },
  (audit, judge) => ({
    conclude: async () => {
      const logs = [
        ...audit.logsOf("EventRegistry", ...CHANGES),
        ...audit.logsOf("AttesterIdentityVerifier", "AttesterSet"),
      ].sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
      return [
        judge("timeline.changes", {
          says: `The organizer made ${logs.length} changes after publishing.`,
          figures: countsOf(logs),
          evidence: logs.map((log) => evidenceAt(log, `${log.name}: ${detailOf(log)}.`)),
          tables: [
            {
              name: "timeline",
              columns: ["at", "change", "detail", "block", "transaction"],
              rows: logs.map((log) => [log.timestamp, log.name, detailOf(log), log.blockNumber, log.transactionHash]),
            },
          ],
        }),
      ];
    },
  }),
);

/** What changed, by the names that the contract gives. */
function detailOf({ contract, name, args }: AuditLog): string {
  const inputs = interfaces[contract].getEvent(name as never)?.inputs ?? [];
  const told = inputs
    .map(({ name: field }, i) => [field, args[i]] as const)
    .filter(([field]) => field !== "eventId" && field !== "scopeEvent");
  return told.map(([field, value]) => `${field} ${Array.isArray(value) ? value.join(" ") : value}`).join(", ") || "-";
}

function countsOf(logs: readonly AuditLog[]): { readonly [name: string]: number } {
  return Object.fromEntries([...Map.groupBy(logs, ({ name }) => name)].map(([name, { length }]) => [name, length]));
}
