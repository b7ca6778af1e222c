import { isDoorkeyError } from "doorkey";
import { type DrawState, readDraw } from "doorkey/ballot";
import { nextOfDraw } from "../../draw/nextOfDraw.ts";
import { showDraw } from "../../draw/showDraw.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { quoted } from "../../terminal/nextCommand.ts";
import { statusPart } from "../StatusPart.ts";

/** A class that sells by a ballot, and its draw if it was opened. */
type ClassDraw = { readonly className: string; readonly draw?: DrawState | undefined };

/** The draws of the classes that sell by a ballot. */
export const draws = statusPart<readonly ClassDraw[]>({
  name: "draws",
  title: "Draws",
  read: async ({ connection, event: { eventId, classes } }) => {
    const found = await Promise.all(
      classes.map(async ({ name: className }): Promise<ClassDraw[]> => {
        try {
          return [{ className, draw: await readDraw(connection, { eventId, className }) }];
        } catch (error) {
          if (isDoorkeyError(error, "DRAW_MISSING")) return [{ className }];
          if (isDoorkeyError(error, "BALLOT_MISSING")) return [];
          throw error;
        }
      }),
    );
    const all = found.flat();
    return all.length === 0 ? undefined : all;
  },
  show: (terminal, all, { now, offset }) => {
    for (const { className, draw } of all) {
      if (draw === undefined) terminal.warn(`Class ${className} sells by a ballot, and its draw was not opened.`);
      else showDraw(terminal, draw, { now, offset });
    }
  },
  next: (all, { event: { eventId }, now, signedAs }) =>
    all.flatMap(({ className, draw }) =>
      draw === undefined
        ? [
            [
              "An admin of the organizer opens the draw:",
              `${DOORKEY} draw open --event ${eventId} --class ${quoted(className)} ${signedAs("organizer")}`,
            ] as const,
          ]
        : nextOfDraw(draw, now, signedAs),
    ),
});
