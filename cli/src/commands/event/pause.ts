import { pauseSales } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore } from "../../terminal/nextCommand.ts";

export const pauseCommand = defineCommand("pause", {
  details: ["A member of the organizer runs it.", "Rights that were granted stay valid."],
  examples: ["pause --event 1 --as organizer"],
});

act(withEvent(pauseCommand), ({ options }: Acting<EventOptions>) => {
  const { event: eventId } = options;
  return {
    send: (connection) => pauseSales(connection, { eventId }),
    done: () => ({
      said: `Sales of event ${eventId} are paused.`,
      result: { eventId, paused: true },
      next: [["A member of the organizer resumes them:", `${DOORKEY} resume --event ${eventId} ${asBefore(options)}`]],
    }),
  };
});
