import { readEvent } from "doorkey";
import { openReservedClass } from "doorkey/organizer";
import { classNamed } from "../../events/classNamed.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";

export const openReservedCommand = defineCommand("open-reserved", {
  details: ["An admin of the organizer runs it.", "The class can never be reserved again."],
  examples: ["open-reserved --event 1 --class staff --as organizer"],
});

act(withClass(openReservedCommand), async ({ task, connection, options }: Acting<ClassOptions>) => {
  const { event: eventId, class: className } = options;
  const event = await readEvent(connection, { eventId });
  const { supply, granted, freed } = classNamed(event, className);
  const left = supply - granted - freed;
  task.terminal.say(`${event.name}: class ${className} has ${count(left, "place")} left of ${supply}.`);
  return {
    final: `Open class ${className} of event ${eventId} to the public? It can never be reserved again.`,
    send: (sending) => openReservedClass(sending, { eventId, className }),
    done: () => ({
      said: `Class ${className} of event ${eventId} is open to the public.`,
      result: { eventId, className, left },
      next: [
        [
          "An admin of the organizer lets an agent grant it:",
          `${DOORKEY} agents designate --event ${eventId} --class ${quoted(className)} --agent 1 --quota ${left} ${asBefore(options)}`,
        ],
      ],
    }),
  };
});
