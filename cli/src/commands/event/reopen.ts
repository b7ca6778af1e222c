import { readEvent } from "doorkey";
import { reopenPlaces } from "doorkey/organizer";
import { classNamed } from "../../events/classNamed.ts";
import { documentFor } from "../../events/documentFor.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = ClassOptions & {
  readonly places?: number;
  readonly seats?: readonly string[];
  readonly document?: string;
};

export const reopenCommand = defineCommand("reopen", {
  details: [
    "A member of the organizer runs it, before doors open.",
    "Give a number of places, or in a class with seats the labels of the seats.",
  ],
  examples: ["reopen --event 1 --class standing --places 2 --as organizer"],
});

act(
  withClass(reopenCommand)
    .option("--places <number>", "how many freed places may be granted again", wholeNumber())
    .option("--seats <labels...>", "the freed seats that may be granted again")
    .option("--document <file>", "the event document, for seat labels; defaults to the one at its published address"),
  async ({ task, connection, options }: Acting<Options>) => {
    const { event: eventId, class: className, places, seats, document: file } = options;
    if ((places === undefined) === (seats === undefined))
      throw new UsageError("Give --places NUMBER, or in a class with seats --seats LABEL…, and not both.");
    const event = await readEvent(connection, { eventId });
    const { freed } = classNamed(event, className);
    task.terminal.say(`${event.name}: class ${className} has ${count(freed, "freed place")}.`);
    const document = seats === undefined ? undefined : await documentFor(connection, event, file);
    const what =
      seats === undefined ? count(places ?? 0, "place") : `${count(seats.length, "seat")} (${seats.join(", ")})`;
    return {
      final: `Let agents grant ${what} of class ${className} again? This cannot be taken back.`,
      send: (sending) =>
        seats === undefined
          ? reopenPlaces(sending, { eventId, className, places: places ?? 0 })
          : reopenPlaces(sending, { eventId, className, seats, document }),
      done: () => ({
        said: `Agents may grant ${what} of class ${className} again.`,
        result: { eventId, className, ...(seats === undefined ? { places } : { seats }) },
        next: [
          [
            "A member of the agent grants:",
            `${DOORKEY} grant grants.csv --event ${eventId} --agent 1 ${asRole(options, "agent")}`,
          ],
        ],
      }),
    };
  },
);
