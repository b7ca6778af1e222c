import { type EventSchedule, readEvent } from "doorkey";
import { rescheduleEvent } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { defineCommand } from "../../terminal/command.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf } from "../../terminal/nextCommand.ts";
import { time } from "../../terminal/values.ts";

type Options = EventOptions & {
  readonly doorsOpen?: number;
  readonly doorsClose?: number;
  readonly salesClose?: number;
};

export const rescheduleCommand = defineCommand("reschedule", {
  details: [
    "An admin of the organizer runs it, before doors open.",
    "Doors may open later at any time. They may open earlier with 48 hours' notice, or by at most 3 hours without.",
    "The times until which rights can be returned, rebound and named move along with the doors.",
  ],
  examples: ["reschedule --event 1 --doors-open 2027-03-21T19:00:00+09:00 --as organizer"],
});

act(
  withEvent(rescheduleCommand)
    .option(
      "--doors-open <time>",
      "when doors open, such as 2027-03-21T19:00:00+09:00; defaults to the present time",
      time,
    )
    .option("--doors-close <time>", "when doors close; by default they stay open for as long as before", time)
    .option("--sales-close <time>", "when sales close; defaults to as long before doors as now", time),
  async ({ task, connection, options }: Acting<Options>) => {
    const { event: eventId, doorsOpen, doorsClose, salesClose } = options;
    if (doorsOpen === undefined && doorsClose === undefined && salesClose === undefined)
      throw new UsageError("No time was given.", "Give --doors-open, --doors-close or --sales-close.");
    const { name, schedule: before } = await readEvent(connection, { eventId });
    const offset = await eventOffset(connection, eventId);
    const doorsOpenAt = doorsOpen ?? before.doorsOpenAt;
    const later = doorsOpenAt - before.doorsOpenAt;
    const doorsCloseAt = doorsClose ?? before.doorsCloseAt + later;
    const salesCloseAt = salesClose ?? before.salesCloseAt + later;
    task.terminal.say(name, "bold");
    const table = (after: EventSchedule) => task.terminal.table(changes(before, after, offset), 3);
    table({ ...before, doorsOpenAt, doorsCloseAt, salesCloseAt });
    return {
      send: (sending) => rescheduleEvent(sending, { eventId, doorsOpenAt, doorsCloseAt, salesCloseAt }),
      done: ({ schedule }: rescheduleEvent.Result) => {
        task.terminal.heading("As the chain has it now");
        table(schedule);
        return {
          said: `Event ${eventId} is rescheduled: doors open at ${eventTime(schedule.doorsOpenAt, offset)}.`,
          result: { eventId, schedule },
          next: [["Anyone can see what is due next:", `${DOORKEY} status ${eventId}${chainOf(options)}`]],
        };
      },
    };
  },
);

/** A table of the times that differ. */
function changes(before: EventSchedule, after: EventSchedule, offset: number | undefined): string[][] {
  const later = new Map(Object.entries(after));
  const rows = Object.entries(before).flatMap(([when, at]) => {
    const then = later.get(when) ?? at;
    return then === at ? [] : [[when, eventTime(at, offset), eventTime(then, offset)]];
  });
  return [["time", "before", "after"], ...rows];
}
