import type { Command } from "commander";
import { readAgents } from "doorkey";
import { agentTable } from "../../events/agentTable.ts";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { reading } from "../../terminal/connecting.ts";
import { withEvent } from "../../terminal/eventOptions.ts";

export function addList(agents: Command): void {
  action<ChainOptions & { readonly event: number }>(
    withEvent(withChain(agents.command("list"))).description("shows each agent's quota, and how much of it is used"),
    async ({ terminal }, options) => {
      const tree = await readAgents(await reading(options), { eventId: options.event });
      terminal.table(agentTable(tree), 2);
      return tree;
    },
  );
}
