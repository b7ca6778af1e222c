import type { Command } from "commander";
import { readTeam } from "doorkey";
import { offerHandOver } from "doorkey/organizer";
import { commandsToSetAgain, readHandOver, showHandOver } from "../../events/handOver.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { confirmSending } from "../../terminal/password.ts";
import { wholeNumber } from "../../terminal/values.ts";

export function addHandOver(organizer: Command): void {
  action<SignerOptions & { readonly event: number; readonly to: number }>(
    withSigner(organizer.command("hand-over"))
      .summary("offers an event, as it is, to another organizer, before doors open")
      .description(
        "offers an event, as it is, to another organizer, before doors open. Agents stay; gates and attesters end, and " +
          "the command prints how the other organizer sets them again. A change of the event makes the offer stale.",
      )
      .requiredOption("--event <id>", "the event's id", wholeNumber())
      .requiredOption("--to <id>", "the id of the organizer that gets it", wholeNumber()),
    async (task, options) => {
      const { event: eventId, to } = options;
      const connection = await acting(task, options);
      const { name } = await readTeam(connection, { organizerId: to });
      const handed = await readHandOver(connection, eventId);
      showHandOver(task.terminal, handed);
      await confirmSending(task, `Offer event ${eventId} to organizer ${to}, ${name}?`, {
        yes: options.yes ?? options.dryRun,
        local: connection.chainId === LOCAL_CHAIN,
      });
      const { termsHash, transaction } = await offerHandOver(connection, { eventId, to });
      task.terminal.good(`Event ${eventId} is offered to organizer ${to}, ${name}.`);
      // The local chain has no role for a second organizer, so the examples use the desk's key.
      const theirs = asRole(options, options.as === undefined ? "their-key" : "desk");
      const commands = commandsToSetAgain(handed, theirs);
      task.terminal.next([
        [`Organizer ${to} accepts:`, `${DOORKEY} organizer accept --event ${eventId} --to ${to} ${theirs}`],
        ...commands.map((command, i) => [i === 0 ? "Then it sets gates and attesters again:" : "", command] as const),
      ]);
      return { eventId, to, termsHash, commands, transaction: transaction.hash };
    },
  );
}
