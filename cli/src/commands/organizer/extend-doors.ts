import type { Command } from "commander";
import { extendDoors, offsetMinutesOf } from "doorkey/organizer";
import { eventTime } from "../../events/eventTime.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting } from "../../terminal/connecting.ts";
import { time, wholeNumber } from "../../terminal/values.ts";

export function addExtendDoors(organizer: Command): void {
  action<SignerOptions & { readonly event: number }>(
    withSigner(organizer.command("extend-doors"))
      .description("lets the doors of an event close later, also when they are open already")
      .argument("<time>", "when doors close, such as 2027-03-21T23:00:00+09:00; at most 7 days from now")
      .requiredOption("--event <id>", "the event's id", wholeNumber()),
    async (task, options, text) => {
      const eventId = options.event;
      const doorsCloseAt = time(text);
      const connection = await acting(task, options);
      const { transaction } = await extendDoors(connection, { eventId, doorsCloseAt });
      task.terminal.good(`The doors of event ${eventId} close at ${eventTime(doorsCloseAt, offsetMinutesOf(text))}.`);
      return { eventId, doorsCloseAt, transaction: transaction.hash };
    },
  );
}
