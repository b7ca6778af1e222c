import { isDoorkeyError, readEvent } from "doorkey";
import { cancelEvent } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { Refused } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";

const WHY = "the chain must accept what a gate let in";
const REFUNDS = "Refunds are the business of those who sold the tickets.";

export const cancelCommand = defineCommand("cancel", {
  details: [
    "An admin of the organizer runs it.",
    `Once doors are open this is impossible, because ${WHY}, and a cancelled event admits none.`,
    REFUNDS,
  ],
  examples: ["cancel --event 3 --as organizer"],
});

act(withEvent(cancelCommand), async ({ task, connection, options }: Acting<EventOptions>) => {
  const { event: eventId } = options;
  const { name, classes, schedule } = await readEvent(connection, { eventId });
  const offset = await eventOffset(connection, eventId);
  const granted = classes.reduce((sum, class_) => sum + class_.granted, 0);
  task.terminal.say(`${name}: event ${eventId} has ${count(granted, "granted right")}.`);
  return {
    final: `Cancel event ${eventId}? This is final: no right of it can enter any more.`,
    send: (sending) =>
      cancelEvent(sending, { eventId }).catch((error: unknown) => {
        if (!isDoorkeyError(error, "CALL_REVERTED") || error.contractError?.name !== "DoorsOpen") throw error;
        throw new Refused(
          `Event ${eventId} cannot be cancelled any more, because its doors opened at ${eventTime(schedule.doorsOpenAt, offset)} and ${WHY}.`,
          REFUNDS,
        );
      }),
    done: () => ({
      said: `Event ${eventId} is cancelled for good.`,
      result: { eventId, granted },
      next: [
        ["Its sellers see what they granted, and pay it back:", `${DOORKEY} report ${eventId}${chainOf(options)}`],
      ],
    }),
  };
});
