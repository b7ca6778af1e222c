import { resumeSales } from "doorkey/organizer";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";

export const resumeCommand = defineCommand("resume", {
  details: ["A member of the organizer runs it."],
  examples: ["resume --event 1 --as organizer"],
});

act(withEvent(resumeCommand), ({ options }: Acting<EventOptions>) => {
  const { event: eventId } = options;
  return {
    send: (connection) => resumeSales(connection, { eventId }),
    done: () => ({
      said: `Agents may grant rights of event ${eventId} again.`,
      result: { eventId, paused: false },
      next: [["Anyone can see what is sold:", `${DOORKEY} status ${eventId}${chainOf(options)}`]],
    }),
  };
});
