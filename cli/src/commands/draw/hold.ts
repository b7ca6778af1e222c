import type { Command } from "commander";
import { holdDraw } from "doorkey/ballot";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";

export function addHold(draw: Command): void {
  const command = withClass(
    draw
      .command("hold")
      .description(
        "restarts the running window while sales are paused or closed, or the attester is not trusted, so that it costs no person a place; anyone may run it",
      ),
  );
  act(command, async ({ connection, options }: Acting<ClassOptions>) => {
    const { event: eventId, class: className } = options;
    const offset = await eventOffset(connection, eventId);
    return {
      send: (sending) => holdDraw(sending, { eventId, className }),
      done: ({ deadline, keepUntil }) => ({
        said: `The window of class ${className} ends at ${eventTime(deadline, offset)}; places are kept until ${eventTime(keepUntil, offset)}.`,
        result: { eventId, className, deadline, keepUntil },
        next: [],
      }),
    };
  });
}
