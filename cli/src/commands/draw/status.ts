import type { Command } from "commander";
import type { Hex } from "doorkey";
import { placeOf, readDraw, recomputeDraw } from "doorkey/ballot";
import { nextOfDraw } from "../../draw/nextOfDraw.ts";
import { showDraw, showPlace } from "../../draw/showDraw.ts";
import { eventOffset } from "../../events/eventOffset.ts";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { LOCAL_CHAIN, reading, timeOn } from "../../terminal/connecting.ts";
import { withClass } from "../../terminal/eventOptions.ts";
import { Refused } from "../../terminal/failures.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { entry } from "./restore.ts";

type Options = ChainOptions & {
  readonly event: number;
  readonly class: string;
  readonly entry?: Hex;
  readonly recompute?: boolean;
};

export function addStatus(draw: Command): void {
  action<Options, []>(
    withClass(withChain(draw.command("status").description("shows where a draw is, and where an entrant stands")))
      .option("--entry <hex>", "also shows where this person tag, or in a draw by key this holder, stands", entry)
      .option("--recompute", "computes every rank again from the list and the seed, and compares"),
    async (task, options) => {
      const { event: eventId, class: className } = options;
      const connection = await reading(options);
      const state = await readDraw(connection, { eventId, className });
      const [now, offset] = await Promise.all([timeOn(connection), eventOffset(connection, eventId)]);
      showDraw(task.terminal, state, { now, offset });
      const place = options.entry && (await placeOf(connection, { eventId, className, entry: options.entry }));
      if (place !== undefined) showPlace(task.terminal, place, { offset });
      const checked = options.recompute === true ? await recomputeDraw(connection, { eventId, className }) : undefined;
      if (checked !== undefined && !checked.isSeedRight) {
        throw new Refused(
          "The seed does not follow from the beacon's randomness.",
          "Inform the organizer, and buy nothing.",
        );
      }
      if (checked !== undefined) {
        task.terminal.good(
          `Computed again: ${checked.entries.length.toLocaleString("en-US")} entries, the seed is right.`,
        );
      }
      const signedAs = (role: string) => asRole(options, role, connection.chainId === LOCAL_CHAIN);
      const next = nextOfDraw(state, now, signedAs);
      if (next.length > 0) task.terminal.next(next);
      return { ...state, ...(place && { place }), ...(checked && { recomputed: checked.isSeedRight }) };
    },
  );
}
