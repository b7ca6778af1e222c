import { readAgents } from "doorkey";
import { agentTable } from "../../events/agentTable.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { quoted } from "../../terminal/nextCommand.ts";
import { statusPart } from "../StatusPart.ts";

/** Who sells each class, how much of its quota it used, and how much it has left. */
export const sellers = statusPart({
  name: "agents",
  title: "Sold by",
  read: async ({ connection, event: { eventId } }) => (await readAgents(connection, { eventId })).classes,
  show: (terminal, classes) => terminal.table(agentTable({ classes }), 2),
  next: (agentsOf, { event: { eventId, classes }, signedAs }) =>
    agentsOf
      .filter(({ agents }) => agents.length === 0)
      .slice(0, 1)
      .map(({ name }) => [
        `No agent may grant class ${name}. An admin of the organizer designates one:`,
        `${DOORKEY} agents designate --event ${eventId} --class ${quoted(name)} --agent ID --quota ${supplyOf(classes, name)} ${signedAs("organizer")}`,
      ]),
});

function supplyOf(classes: readonly { readonly name: string; readonly supply: number }[], className: string): number {
  return classes.find(({ name }) => name === className)?.supply ?? 0;
}
