import type { Command } from "commander";
import { readEvent } from "doorkey";
import { merkleList } from "doorkey/organizer";
import { openEntries } from "../../presale/readEntries.ts";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { LOCAL_CHAIN, reading } from "../../terminal/connecting.ts";
import { UsageError } from "../../terminal/failures.ts";
import { writeWhole } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = ChainOptions & { readonly event: number; readonly class: string; readonly out?: string };

export function addRoot(presale: Command): void {
  action<Options>(
    withChain(presale.command("root"))
      .description("makes the list of a class from a table, and prints its root")
      .argument("<file>", "the table, a CSV file")
      .requiredOption("--event <id>", "the event's id", wholeNumber())
      .requiredOption("--class <name>", "the class's name")
      .option("--out <file>", "the list to write; defaults to <file>.list without .csv"),
    async (task, options, file) => {
      const { event: eventId, class: className } = options;
      const { out = `${file.replace(/\.csv$/i, "")}.list` } = options;
      const { kind, entries } = await openEntries(file);
      const connection = await reading(options);
      const { classes } = await readEvent(connection, { eventId });
      const classId = classes.find(({ name }) => name === className)?.id;
      if (classId === undefined) {
        const names = classes.map(({ name }) => name).join(", ");
        throw new UsageError(`Event ${eventId} has no class "${className}".`, `Its classes: ${names}.`);
      }
      const { chainId, rightsRegistry } = connection;
      const list = await merkleList(entries, { event: { chainId, rightsRegistry, eventId }, classId, kind });
      await writeWhole(out, linesWithEnds(list.lines()));
      task.terminal.good(`${out}: ${count(list.size, kind.slice(0, -1))}, root ${list.root}.`);
      const role = asRole(options, "organizer", chainId === LOCAL_CHAIN);
      task.terminal.next([
        ["An admin of the organizer posts it:", `${DOORKEY} presale post ${quoted(out)} --ends TIME ${role}`],
      ]);
      return { file: out, eventId, classId, kind, size: list.size, root: list.root };
    },
  );
}

/** Pieces of a file, because a list may be longer than a text can be. */
function* linesWithEnds(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
