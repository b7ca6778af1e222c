import { acceptHandOver } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { commandsToSetAgain, readHandOver, showHandOver } from "../../events/handOver.ts";
import { showClasses, showPolicy, showSchedule } from "../../events/terms.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, chainOf } from "../../terminal/nextCommand.ts";
import { wholeNumber } from "../../terminal/values.ts";

export const acceptCommand = defineCommand("accept", {
  details: [
    "An admin of the organizer that takes it runs it, before doors open.",
    "It shows the terms that you accept.",
    "Agents stay; gates and attesters end, and the command prints how you set them again.",
  ],
  examples: ["accept --event 2 --to 2 --as desk"],
});

act(
  withEvent(acceptCommand).requiredOption("--to <id>", "the id of your organizer", wholeNumber()),
  async ({ task, connection, options }: Acting<EventOptions & { readonly to: number }>) => {
    const { event: eventId, to: organizerId } = options;
    const { terminal } = task;
    const handed = await readHandOver(connection, eventId);
    const { uri, documentHash, schedule, policy, classes, termsHash } = handed.event;
    showHandOver(terminal, handed);
    terminal.heading("Terms");
    showSchedule(terminal, schedule, await eventOffset(connection, eventId));
    terminal.fact("document", uri);
    terminal.fact("hash", documentHash);
    showPolicy(terminal, policy);
    terminal.say();
    showClasses(terminal, classes);
    const commands = commandsToSetAgain(handed, asBefore(options));
    return {
      final: `Take over event ${eventId} with these terms, as organizer ${organizerId}?`,
      send: (sending) => acceptHandOver(sending, { eventId, organizerId, termsHash }),
      done: () => ({
        said: `Event ${eventId} belongs to organizer ${organizerId}.`,
        result: { eventId, organizerId, termsHash, commands },
        next: [
          [
            "Anyone can look through the agents, which stay:",
            `${DOORKEY} agents list --event ${eventId}${chainOf(options)}`,
          ],
          ...commands.map(
            (command, i) => [i === 0 ? "An admin of yours sets gates and attesters again:" : "", command] as const,
          ),
        ],
      }),
    };
  },
);
