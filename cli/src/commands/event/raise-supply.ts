import { readEvent } from "doorkey";
import { raiseSupply } from "doorkey/organizer";
import { classNamed } from "../../events/classNamed.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

export const raiseSupplyCommand = defineCommand("raise-supply", {
  details: ["An admin of the organizer runs it.", "A supply can never be lowered again."],
  examples: ["raise-supply 6500 --event 1 --class standing --as organizer"],
});

act(
  withClass(raiseSupplyCommand).argument("<places>", "places of the class from now on, all of them", wholeNumber()),
  async ({ task, connection, options }: Acting<ClassOptions>, supply: number) => {
    const { event: eventId, class: className } = options;
    const event = await readEvent(connection, { eventId });
    task.terminal.say(
      `${event.name}: class ${className} has ${count(classNamed(event, className).supply, "place")} now.`,
    );
    return {
      final: `Raise class ${className} of event ${eventId} to ${count(supply, "place")}? It can never be lowered again.`,
      send: (sending) => raiseSupply(sending, { eventId, className, supply }),
      done: () => ({
        said: `Class ${className} of event ${eventId} has ${count(supply, "place")}.`,
        result: { eventId, className, supply },
        next: [
          [
            "An admin of the organizer raises the quota of an agent:",
            `${DOORKEY} agents designate --event ${eventId} --class ${quoted(className)} --agent 1 --quota ${supply} ${asBefore(options)}`,
          ],
        ],
      }),
    };
  },
);
