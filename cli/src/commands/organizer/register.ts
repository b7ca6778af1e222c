import type { Command } from "commander";
import { registerOrganizer } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore } from "../../terminal/nextCommand.ts";
import { webAddress } from "../../terminal/values.ts";

export function addRegister(organizer: Command): void {
  action<SignerOptions & { readonly site: string }>(
    withSigner(organizer.command("register <name>"))
      .description("registers an organizer; the key becomes its first admin")
      .requiredOption("--site <url>", "the organizer's website", webAddress),
    async (task, options, name) => {
      const connection = await acting(task, options);
      const { organizerId, transaction } = await registerOrganizer(connection, { name, uri: options.site });
      task.terminal.good(`${name} is organizer ${organizerId}.`);
      task.terminal.next([
        ["Write the event document, then publish it:", `${DOORKEY} create-event --sample event.json`],
        ["", `${DOORKEY} create-event event.json --organizer ${organizerId} ${asBefore(options)}`],
      ]);
      return { organizerId, transaction: transaction.hash };
    },
  );
}
