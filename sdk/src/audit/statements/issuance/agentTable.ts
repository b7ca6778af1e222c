import type { Audit } from "../../Audit.ts";
import type { StatementTable } from "../../Statement.ts";

/** Each agent in each class where it has or had a place, with what it granted. */
export function agentTable({ state, event }: Audit): StatementTable {
  const rows = event.classes.flatMap(({ name, allotments }, i) =>
    [...allotments].map(([agentId, { status, quota, parent, used }]) => {
      const batches = event.batches.filter((batch) => batch.classId === i + 1 && batch.agentId === agentId);
      const rights = batches.reduce((sum, { count }) => sum + count, 0);
      const team = state.agents.get(agentId)?.name ?? "";
      return [agentId, team, name, parent === 0 ? "organizer" : `agent ${parent}`, status, quota, used, rights];
    }),
  );
  return {
    name: "agents",
    columns: ["agent", "name", "class", "under", "status", "quota", "used", "rights"],
    rows,
  };
}
