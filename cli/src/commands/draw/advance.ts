import type { Command } from "commander";
import { readEvent } from "doorkey";
import { advanceDraw } from "doorkey/ballot";
import { documentFor } from "../../events/documentFor.ts";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { chainOf, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";

type Options = ClassOptions & { readonly seats?: readonly string[]; readonly document?: string };

export function addAdvance(draw: Command): void {
  const command = withClass(
    draw
      .command("advance")
      .description("opens the next wave: offers free and returned places to the next in line; anyone may run it"),
  )
    .option("--seats <labels...>", "in a class with seats, the freed seats to offer again")
    .option("--document <file>", "the event document, for seat labels; defaults to the one at its published address");
  act(command, async ({ connection, options }: Acting<Options>) => {
    const { event: eventId, class: className, seats } = options;
    const document =
      seats === undefined
        ? undefined
        : await documentFor(connection, await readEvent(connection, { eventId }), options.document);
    const offset = await eventOffset(connection, eventId);
    return {
      send: (sending) => advanceDraw(sending, { eventId, className, seats, document }),
      done: (wave) => ({
        said: wave.openSale
          ? `The list is used up. ${count(wave.places, "place")} of class ${className} are sold openly.`
          : `Wave ${wave.wave} offers ${count(wave.places, "place")} of class ${className} until ${eventTime(wave.deadline, offset)}.`,
        result: { eventId, className, ...withoutTransaction(wave) },
        next: [
          [
            "The draw as it is now:",
            `${DOORKEY} draw status --event ${eventId} --class ${quoted(className)}${chainOf(options)}`,
          ],
        ],
      }),
    };
  });
}

function withoutTransaction<T extends object>({ ...wave }: T & { readonly transaction?: unknown }): object {
  const { transaction: _, ...rest } = wave;
  return rest;
}
