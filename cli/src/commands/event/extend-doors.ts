import { readEvent } from "doorkey";
import { extendDoors } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { time } from "../../terminal/values.ts";

export const extendDoorsCommand = defineCommand("extend-doors", {
  details: ["An admin of the organizer runs it, until doors close.", "Doors never close earlier again."],
  examples: ["extend-doors 2027-03-21T23:00:00+09:00 --event 1 --as organizer"],
});

act(
  withEvent(extendDoorsCommand).argument(
    "<time>",
    "when doors close, such as 2027-03-21T23:00:00+09:00; at most 7 days from now",
    time,
  ),
  async ({ task, connection, options }: Acting<EventOptions>, doorsCloseAt: number) => {
    const { event: eventId } = options;
    const { name, schedule } = await readEvent(connection, { eventId });
    const offset = await eventOffset(connection, eventId);
    task.terminal.say(`${name}: doors close at ${eventTime(schedule.doorsCloseAt, offset)} now.`);
    return {
      final: `Let the doors of event ${eventId} close at ${eventTime(doorsCloseAt, offset)}? They can never close earlier again.`,
      send: (sending) => extendDoors(sending, { eventId, doorsCloseAt }),
      done: () => ({
        said: `The doors of event ${eventId} close at ${eventTime(doorsCloseAt, offset)}.`,
        result: { eventId, doorsCloseAt },
        next: [["Anyone can see what is due next:", `${DOORKEY} status ${eventId}${chainOf(options)}`]],
      }),
    };
  },
);
