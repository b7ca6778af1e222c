import { packRightId } from "../../core/RightId.ts";
import { holderInRecord } from "../../core/records.ts";
import type { Audit } from "../Audit.ts";
import { definePart } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import type { Evidence } from "../Statement.ts";

const MINUTE = 60;
const HOUR = 3_600;

/** How fast rights were granted, and whether one key got many orders. */
export const speed = definePart(
  "speed",
  {
    "speed.hour": {
      title: "This is how fast rights were granted in the first hour.",
      rule: "Figures: no rule limits the speed of grants.",
    },
    "speed.holders": {
      title: "No holder got rights in many orders of a class without names.",
      rule: "Threshold ordersOfHolder: a class without names limits no one.",
    },
  },
  (audit, judge) => ({
    conclude: async () => {
      const { event, state, thresholds } = audit;
      const { salesOpenAt } = event.schedule;
      const inHour = event.batches.filter(({ grantedAt }) => grantedAt < salesOpenAt + HOUR);
      const minutes = countBy(inHour, ({ agentId, grantedAt }) => `${agentId} ${Math.floor(grantedAt / MINUTE)}`);
      const fastest = [...minutes.values()].reduce((most, rights) => Math.max(most, rights), 0);
      const largest = event.batches.reduce((most, { count }) => Math.max(most, count), 0);
      const ofHour = inHour.reduce((sum, { count }) => sum + count, 0);
      const orders = manyOrders(audit);
      return [
        judge("speed.hour", {
          says: `${ofHour} rights were granted in the first hour, at most ${fastest} in a minute by one agent. The largest batch has ${largest}.`,
          figures: { firstHour: ofHour, fastestMinute: fastest, largestBatch: largest },
          evidence: Array.from(audit.logsOf("EntryRightRegistry", "RightsGranted"), (log) =>
            evidenceAt(log, `A batch of ${largest} rights.`, { rightId: log.args.first }),
          ).filter((_, i) => event.batches[i]?.count === largest),
          tables: [{ name: "hours", columns: ["at", "agent", "rights"], rows: hourRows() }],
        }),
        judge("speed.holders", {
          says: `${orders.length} holders got rights in more than ${thresholds.ordersOfHolder} orders of a class without names.`,
          figures: { holders: orders.length, threshold: thresholds.ordersOfHolder },
          flags: orders,
        }),
      ];

      function hourRows() {
        const hours = countBy(
          event.batches,
          ({ agentId, grantedAt }) => `${grantedAt - (grantedAt % HOUR)} ${agentId}`,
        );
        return [...hours].map(([key, rights]) => {
          const [at = 0, agentId = 0] = key.split(" ").map(Number);
          return [at, `${agentId} ${state.agents.get(agentId)?.name ?? ""}`, rights];
        });
      }
    },
  }),
);

/** The rights of batches, summed by a key. */
function countBy<batch extends { readonly count: number }>(batches: readonly batch[], keyOf: (batch: batch) => string) {
  const sums = new Map<string, number>();
  for (const batch of batches) sums.set(keyOf(batch), (sums.get(keyOf(batch)) ?? 0) + batch.count);
  return sums;
}

/** Holders whose rights in a class without names come from more batches than the threshold. */
function manyOrders({ eventId, event, thresholds }: Audit): Evidence[] {
  const orders = new Map<string, Set<number>>();
  for (const [number, { records, seated, count, namedClass, tagged, classId }] of event.batches.entries()) {
    if (namedClass || tagged) continue;
    for (let index = 0; index < count; index++) {
      const key = `${classId} ${holderInRecord(records, seated, index).toLowerCase()}`;
      orders.set(key, (orders.get(key) ?? new Set()).add(number));
    }
  }
  return [...orders].flatMap(([key, batches]) => {
    const [classId, holder] = key.split(" ");
    const [first = 0] = batches;
    if (batches.size <= thresholds.ordersOfHolder) return [];
    const rightId = packRightId({ eventId, batch: first, index: 0 });
    return [
      {
        note: `${batches.size} orders in class ${classId}; this is the first right of the first one.`,
        subject: holder,
        rightId,
      },
    ];
  });
}
