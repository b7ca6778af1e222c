import type { Command } from "commander";
import { readEvent } from "doorkey";
import { cancelEvent } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { confirmSending } from "../../terminal/password.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

/** Why a cancellation comes too late, for the help. */
const TOO_LATE =
  "Once doors are open this is impossible, because the chain must accept what a gate let in. " +
  "Refunds are the business of those who sold the tickets.";

export function addCancel(organizer: Command): void {
  action<SignerOptions & { readonly event: number }>(
    withSigner(organizer.command("cancel"))
      .summary("cancels an event for good, before doors open")
      .description(`cancels an event for good, before doors open. ${TOO_LATE}`)
      .requiredOption("--event <id>", "the event's id", wholeNumber()),
    async (task, options) => {
      const eventId = options.event;
      const connection = await acting(task, options);
      const { name, classes } = await readEvent(connection, { eventId });
      const granted = classes.reduce((sum, class_) => sum + class_.granted, 0);
      task.terminal.say(`${name}: event ${eventId} has ${count(granted, "granted right")}.`);
      await confirmSending(task, `Cancel event ${eventId}? This is final: no right of it can enter any more.`, {
        yes: options.yes ?? options.dryRun,
        local: connection.chainId === LOCAL_CHAIN,
      });
      const { transaction } = await cancelEvent(connection, { eventId });
      task.terminal.good(`Event ${eventId} is cancelled for good.`);
      return { eventId, granted, transaction: transaction.hash };
    },
  );
}
