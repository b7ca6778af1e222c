import type { RightId } from "doorkey";
import { admitRightsByHand } from "doorkey/gate";
import { readRights, showRights } from "../rights/showRights.ts";
import { tellOutcomes } from "../rights/tellOutcomes.ts";
import { type Acting, act } from "../terminal/act.ts";
import { defineCommand } from "../terminal/command.ts";
import { timeOn } from "../terminal/connecting.ts";
import { type EventOptions, withEvent } from "../terminal/eventOptions.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { chainOf } from "../terminal/nextCommand.ts";
import { count } from "../terminal/Terminal.ts";
import { rightIds, time } from "../terminal/values.ts";

type Options = EventOptions & { readonly reason: string; readonly scannedAt?: number };

export const admitByHandCommand = defineCommand("admit-by-hand", {
  details: [
    "A desk of the event runs it, from doors open on, after staff identified the holder in person.",
    "It counts against the desk's limit, and has its own log.",
  ],
  examples: ['admit-by-hand 4294967296 --event 1 --reason "phone broken" --as desk'],
});

act(
  withEvent(admitByHandCommand.argument("<rights...>", "ids of the rights", rightIds))
    .requiredOption("--reason <words>", "at most 31 bytes, public for ever: write no name and no document number")
    .option("--scanned-at <time>", "when they were let in; defaults to now", time),
  async ({ task, connection, options }: Acting<Options>, ids: readonly RightId[]) => {
    const { event: eventId, reason } = options;
    const rights = await readRights(connection, ids);
    showRights(task.terminal, rights);
    const scannedAt = options.scannedAt ?? Math.floor(await timeOn(connection));
    return {
      final: `Admit ${count(ids.length, "right")} by hand? They cannot enter again.`,
      send: (sending) => admitRightsByHand(sending, { eventId, rightIds: ids, scannedAt, reason }),
      done: ({ rights: outcomes }: admitRightsByHand.Result) => ({
        refused: tellOutcomes(task.terminal, outcomes),
        said: `${count(ids.length, "right")} admitted by hand.`,
        result: { eventId, rights: outcomes },
        next: [["Anyone can see who was let in:", `${DOORKEY} report ${eventId}${chainOf(options)}`]],
      }),
    };
  },
);
