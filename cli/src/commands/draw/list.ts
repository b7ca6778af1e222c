import { basename } from "node:path";
import type { Command } from "commander";
import { type Connection, isDoorkeyError, readEvent } from "doorkey";
import { listEntrants, readDraw } from "doorkey/ballot";
import { describeMistake } from "doorkey/organizer";
import { ENTRY_COLUMNS, type EntryClass, readEntries } from "../../draw/readEntries.ts";
import type { ColumnMap } from "../../tables/ColumnMap.ts";
import { columnsOption } from "../../tables/columnsOption.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { type EventOptions, withEvent } from "../../terminal/eventOptions.ts";
import { InputMistakes } from "../../terminal/failures.ts";
import { readBytes } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, givenFlags, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";

type Options = EventOptions & { readonly columns?: ColumnMap };

export function addList(draw: Command): void {
  const command = withEvent(
    draw
      .command("list")
      .description(
        "posts the entrants of a table: order, class, tag (or holder in a draw by key) and party; run by an admin of the organizer. If it is stopped, the same command continues",
      )
      .argument(
        "<file>",
        "the table, CSV or .xlsx; party is the order of the party's leader, empty for who comes alone",
      ),
  ).option(...columnsOption(ENTRY_COLUMNS));
  act(command, async ({ task, connection, options }: Acting<Options>, file: string) => {
    const { event: eventId, columns } = options;
    const bytes = await readBytes(file);
    const known = await classesOf(connection, eventId);
    const { classes, mistakes, warnings } = await readEntries(bytes, basename(file), { classes: known, columns });
    if (mistakes.length > 0) throw new InputMistakes(mistakes);
    for (const warning of warnings) task.terminal.warn(describeMistake(warning));
    const entrants = classes.reduce((sum, one) => sum + one.entrants.length, 0);
    for (const one of classes)
      task.terminal.say(`${one.className}: ${count(one.entrants.length, "row")}, no mistakes.`);
    const again = `${DOORKEY} draw list ${quoted(file)} --event ${eventId} ${asBefore(options)}`;
    return {
      final: `List ${count(entrants, "entrant")}? A list that was begun cannot be changed.`,
      send: async (sending) => {
        task.setResumeHint([again, ...givenFlags({ columns: columns?.text })].join(" "));
        const progress = task.terminal.progress("entrants", entrants);
        const listed: (listEntrants.Result & { readonly className: string })[] = [];
        try {
          for (const { className, entrants: some } of classes) {
            let before = 0;
            const onProgress = ({ listed: now }: { readonly listed: number }) => {
              progress.step(now - before);
              before = now;
            };
            const parameters = { eventId, className, entrants: some, onProgress, signal: task.stop };
            listed.push({ className, ...(await listEntrants(sending, parameters)) });
          }
        } finally {
          progress.stop();
        }
        task.setResumeHint(undefined);
        return { listed };
      },
      done: ({ listed }) => ({
        said: listed.map(said).join(" "),
        result: { eventId, classes: listed },
        next: listed.map(({ className }, i) => [
          i === 0 ? "Everybody can look whether they are in it:" : "",
          `${DOORKEY} draw status --event ${eventId} --class ${quoted(className)} --entry TAG`,
        ]),
      }),
    };
  });
}

function said({ className, listed, before, calls }: listEntrants.Result & { readonly className: string }): string {
  const there = before === 0 ? "" : `, ${before.toLocaleString("en-US")} of them before`;
  return `${className}: ${count(listed, "entrant")} in ${count(calls, "call")}${there}.`;
}

/** The classes of the event, each with what enters its draw. */
async function classesOf(connection: Connection, eventId: number): Promise<readonly EntryClass[]> {
  const { classes } = await readEvent(connection, { eventId });
  return Promise.all(
    classes.map(async ({ name }): Promise<EntryClass> => {
      try {
        return { name, kind: (await readDraw(connection, { eventId, className: name })).kind };
      } catch (error) {
        if (isDoorkeyError(error, "BALLOT_MISSING") || isDoorkeyError(error, "DRAW_MISSING")) return { name };
        throw error;
      }
    }),
  );
}
