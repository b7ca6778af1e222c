import type { Command } from "commander";
import { settleDraw } from "doorkey/ballot";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf, quoted } from "../../terminal/nextCommand.ts";

export function addSettle(draw: Command): void {
  const command = withClass(
    draw
      .command("settle")
      .description("draws: takes the seed from the beacon's round, and offers all places; anyone may run it, once"),
  );
  act(command, ({ options }: Acting<ClassOptions>) => {
    const { event: eventId, class: className } = options;
    return {
      send: (sending) => settleDraw(sending, { eventId, className }),
      done: ({ seed }) => ({
        said: `Class ${className} is drawn, with the seed ${seed}.`,
        result: { eventId, className, seed },
        next: [
          [
            "Everybody sees where they are:",
            `${DOORKEY} draw status --event ${eventId} --class ${quoted(className)} --entry TAG${chainOf(options)}`,
          ],
        ],
      }),
    };
  });
}
