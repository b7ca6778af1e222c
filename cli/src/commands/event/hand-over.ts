import { readTeam } from "doorkey";
import { offerHandOver } from "doorkey/organizer";
import { commandsToSetAgain, readHandOver, showHandOver } from "../../events/handOver.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, asRole } from "../../terminal/nextCommand.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = EventOptions & { readonly to?: number; readonly withdraw?: boolean };

export const handOverCommand = defineCommand("hand-over", {
  details: [
    "An admin of the organizer runs it, before doors open.",
    "Agents stay; gates and attesters end, and the command prints how the other organizer sets them again.",
    "A change of the event makes the offer stale.",
  ],
  examples: [
    "hand-over --event 2 --to 2 --as organizer",
    "hand-over --event 3 --to 2 --as organizer",
    "hand-over --event 3 --withdraw --as organizer",
  ],
});

act(
  withEvent(handOverCommand)
    .option("--to <id>", "the id of the organizer that gets it", wholeNumber())
    .option("--withdraw", "withdraw the offer instead"),
  async ({ task, connection, options }: Acting<Options>) => {
    const { event: eventId, to } = options;
    if (options.withdraw === true && to === undefined) return withdrawal(options);
    if (to === undefined || options.withdraw === true)
      throw new UsageError("Give --to ID, or --withdraw to take the offer back, and not both.");
    const { name } = await readTeam(connection, { organizerId: to });
    const handed = await readHandOver(connection, eventId);
    showHandOver(task.terminal, handed);
    // The local chain has no role for a second organizer, so the examples use the desk's key.
    const theirs = asRole(options, options.as === undefined ? "their-key" : "desk");
    const commands = commandsToSetAgain(handed, theirs);
    return {
      final: `Offer event ${eventId} to organizer ${to}, ${name}?`,
      send: (sending) => offerHandOver(sending, { eventId, to }),
      done: ({ termsHash }: offerHandOver.Result) => ({
        said: `Event ${eventId} is offered to organizer ${to}, ${name}.`,
        result: { eventId, to, termsHash, commands },
        next: [
          [`An admin of organizer ${to} accepts:`, `${DOORKEY} accept --event ${eventId} --to ${to} ${theirs}`],
          ...commands.map((command, i) => [i === 0 ? "Then it sets gates and attesters again:" : "", command] as const),
          [
            "Until then an admin of your organizer can withdraw the offer:",
            `${DOORKEY} hand-over --event ${eventId} --withdraw ${asBefore(options)}`,
          ],
        ],
      }),
    };
  },
);

function withdrawal(options: Options) {
  const { event: eventId } = options;
  return {
    send: (sending: Acting<Options>["connection"]) => offerHandOver(sending, { eventId, to: "nobody" }),
    done: () => ({
      said: `Event ${eventId} is not offered to any organizer.`,
      result: { eventId, withdrawn: true },
      next: [
        [
          "An admin of your organizer can offer it again:",
          `${DOORKEY} hand-over --event ${eventId} --to ID ${asBefore(options)}`,
        ],
      ] as const,
    }),
  };
}
