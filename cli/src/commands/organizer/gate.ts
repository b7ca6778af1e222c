import type { Command } from "commander";
import { setGate } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { address, wholeNumber } from "../../terminal/values.ts";

type Options = SignerOptions & { readonly event: number; readonly desk?: number; readonly remove?: boolean };

export function addGate(organizer: Command): void {
  action<Options>(
    withSigner(organizer.command("gate <address>"))
      .description("lets the key of a device admit at an event, until the event changes hands")
      .requiredOption("--event <id>", "the event's id", wholeNumber())
      .option(
        "--desk <rights>",
        "make it a desk, which may admit this many rights by hand",
        wholeNumber(1, 2 ** 32 - 1),
      )
      .option("--remove", "remove the gate from the event"),
    async (task, options, text) => {
      const gate = address(text);
      const connection = await acting(task, options);
      const kind = options.remove ? "none" : options.desk === undefined ? "scanner" : "desk";
      const byHandLimit = options.desk ?? 0;
      const { transaction } = await setGate(connection, { eventId: options.event, gate, kind, byHandLimit });
      task.terminal.good(
        kind === "none"
          ? `${gate} is no longer a gate of event ${options.event}.`
          : `${gate} is a ${kind} of event ${options.event}.`,
      );
      if (kind !== "none") {
        task.terminal.next([
          ["Open the gate:", `${DOORKEY} admit --event ${options.event} --lane 1 ${asRole(options, "gate")}`],
        ]);
      }
      return { eventId: options.event, gate, kind, transaction: transaction.hash };
    },
  );
}
