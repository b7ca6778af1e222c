import type { Command } from "commander";
import { acceptHandOver } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { commandsToSetAgain, readHandOver, showHandOver } from "../../events/handOver.ts";
import { showClasses, showSchedule } from "../../events/terms.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore } from "../../terminal/nextCommand.ts";
import { confirmSending } from "../../terminal/password.ts";
import { wholeNumber } from "../../terminal/values.ts";

export function addAccept(organizer: Command): void {
  action<SignerOptions & { readonly event: number; readonly to: number }>(
    withSigner(organizer.command("accept"))
      .summary("takes over an event that another organizer offered, before doors open")
      .description(
        "takes over an event that another organizer offered, before doors open. It shows the terms that you accept. " +
          "Agents stay; gates and attesters end, and the command prints how you set them again.",
      )
      .requiredOption("--event <id>", "the event's id", wholeNumber())
      .requiredOption("--to <id>", "the id of your organizer", wholeNumber()),
    async (task, options) => {
      const { event: eventId, to: organizerId } = options;
      const { terminal } = task;
      const connection = await acting(task, options);
      const handed = await readHandOver(connection, eventId);
      const { uri, documentHash, schedule, policy, classes, termsHash } = handed.event;
      showHandOver(terminal, handed);
      terminal.heading("Terms");
      showSchedule(terminal, schedule, await eventOffset(connection, eventId));
      terminal.fact("document", uri);
      terminal.fact("hash", documentHash);
      terminal.fact("verifier", policy.identityVerifier ?? "none");
      terminal.fact("maxPerPerson", policy.maxPerPerson);
      terminal.fact("maxRebinds", policy.maxRebinds);
      terminal.fact("minPublicBps", policy.minPublicBps);
      terminal.say();
      showClasses(terminal, classes);
      await confirmSending(task, `Take over event ${eventId} with these terms, as organizer ${organizerId}?`, {
        yes: options.yes ?? options.dryRun,
        local: connection.chainId === LOCAL_CHAIN,
      });
      const { transaction } = await acceptHandOver(connection, { eventId, organizerId, termsHash });
      terminal.good(`Event ${eventId} belongs to organizer ${organizerId}.`);
      const yours = asBefore(options);
      const commands = commandsToSetAgain(handed, yours);
      terminal.next([
        ["Look through the agents, which stay:", `${DOORKEY} agents list --event ${eventId}`],
        ...commands.map((command, i) => [i === 0 ? "Set gates and attesters again:" : "", command] as const),
      ]);
      return { eventId, organizerId, termsHash, commands, transaction: transaction.hash };
    },
  );
}
