import type { Command } from "commander";
import { readGates } from "doorkey";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { reading } from "../../terminal/connecting.ts";
import { withEvent } from "../../terminal/eventOptions.ts";
import { formatNumber } from "../../terminal/Terminal.ts";

export function addList(gates: Command): void {
  action<ChainOptions & { readonly event: number }>(
    withEvent(withChain(gates.command("list"))).description(
      "shows the gates, and how many rights each desk admitted by hand",
    ),
    async ({ terminal }, options) => {
      const { event: eventId } = options;
      const found = (await readGates(await reading(options), { eventId })).filter(({ kind }) => kind !== "none");
      const rows = found.map(({ gate, kind, byHand, byHandLimit }) => [
        gate,
        kind,
        kind === "desk" ? formatNumber(byHand) : "",
        kind === "desk" ? formatNumber(byHandLimit) : "",
      ]);
      if (rows.length === 0) terminal.say(`Event ${eventId} has no gate.`);
      else terminal.table([["gate", "kind", "by hand", "at most"], ...rows], 2);
      return { eventId, gates: found };
    },
  );
}
