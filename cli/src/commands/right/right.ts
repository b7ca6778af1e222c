import type { RightId } from "doorkey";
import { readRights } from "../../rights/showRights.ts";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action, defineCommand } from "../../terminal/command.ts";
import { reading } from "../../terminal/connecting.ts";
import { rightIds } from "../../terminal/values.ts";

export const rightCommand = defineCommand("right", {
  details: ["It says who holds a right, whether it is named, and how often it was rebound."],
  examples: ["right 4294967296"],
});

action<ChainOptions, [readonly RightId[]]>(
  withChain(rightCommand).argument("<rights...>", "ids of the rights", rightIds),
  async ({ terminal }, options, ids) => {
    const rights = await readRights(await reading(options), ids);
    terminal.table(
      [
        ["right", "event", "class", "status", "holder", "agent", "named", "seat", "rebinds"],
        ...rights.map(({ rightId, eventId, className, status, holder, agentId, named, seat, rebinds }) => [
          ...[String(rightId), String(eventId), className, status, holder, String(agentId), named ? "yes" : "no"],
          ...[String(seat), String(rebinds)],
        ]),
      ],
      7,
    );
    return { rights };
  },
);
