import { basename } from "node:path";
import type { EventDocument } from "doorkey";
import { describeMistake, offsetMinutesOf, parseInstant, publishEvent, readEventDocument } from "doorkey/organizer";
import { eventTime } from "../events/eventTime.ts";
import { sampleDocument } from "../events/sampleDocument.ts";
import { showClasses, showSchedule } from "../events/terms.ts";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, LOCAL_CHAIN, timeOn } from "../terminal/connecting.ts";
import { InputMistakes, UsageError } from "../terminal/failures.ts";
import { readBytes, writeNew } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asBefore, asRole, quoted } from "../terminal/nextCommand.ts";
import { confirmSending } from "../terminal/password.ts";
import type { Task } from "../terminal/Task.ts";
import { webAddress, wholeNumber } from "../terminal/values.ts";

type Options = SignerOptions & {
  readonly organizer?: number;
  readonly documentUri?: string;
  readonly sample?: boolean;
};

export const createEventCommand = defineCommand("create-event", {
  details: [
    "The document is a schema.org/Event with an additional key `doorkey`.",
    "Its rules cannot be changed once it is published.",
  ],
  examples: [
    "create-event --sample event.json",
    "create-event event.json --organizer 1 --as organizer --dry-run",
    "create-event event.json --organizer 1 --as organizer",
  ],
});

action<Options>(
  withSigner(createEventCommand.argument("<file>", "the event document"))
    .option("--organizer <id>", "the organizer's id", wholeNumber())
    .option("--document-uri <url>", "where you serve exactly these bytes; defaults to the document's url", webAddress)
    .option("--sample", "write a sample document, and publish nothing"),
  async (task, options, file) => {
    if (options.sample === true) return writeSample(task, file);
    const bytes = await readBytes(file);
    readTerms(bytes, file);
    if (options.organizer === undefined) {
      throw new UsageError(
        "No organizer was given.",
        `Give --organizer ID; "${DOORKEY} organizer register" registers one.`,
      );
    }
    const connection = await acting(task, options);
    const { terms, warnings } = readTerms(bytes, file, await timeOn(connection));
    tell(task, terms);
    for (const warning of warnings) task.terminal.warn(describeMistake(warning));
    await confirmSending(task, "Publish this event? Its rules cannot be changed afterwards.", {
      yes: options.yes ?? options.dryRun,
      local: connection.chainId === LOCAL_CHAIN,
    });
    const { organizer: organizerId, documentUri } = options;
    const { eventId, transaction } = await publishEvent(connection, { organizerId, terms, documentUri });
    const { documentHash } = terms;
    task.terminal.good(`Event ${eventId} is published.`);
    task.terminal.say(
      `  Serve exactly these bytes at ${documentUri ?? terms.url}, because sites and fans check their hash.`,
    );
    const [class_] = terms.classes;
    task.terminal.next([
      [
        "The agent registers:",
        `${DOORKEY} agents register "Tickets & Co" --site https://tickets.example ${asRole(options, "agent")}`,
      ],
      [
        "Then you designate the agent:",
        `${DOORKEY} agents designate --event ${eventId} --class ${quoted(class_?.name ?? "")} --agent 1 --quota ${class_?.supply ?? 1} ${asBefore(options)}`,
      ],
    ]);
    return { eventId, documentHash, transaction: transaction.hash };
  },
);

/** Reads the document, or throws every mistake in it. */
function readTerms(bytes: Uint8Array, file: string, now?: number) {
  const { document, mistakes, warnings } = readEventDocument(bytes, { file: basename(file), now });
  if (document === undefined) throw new InputMistakes(mistakes);
  return { terms: document, warnings };
}

async function writeSample({ terminal }: Task, file: string) {
  await writeNew(file, sampleDocument(Date.now() / 1000));
  terminal.good(`${file} holds a sample event. Replace it with your own.`);
  return { file };
}

function tell({ terminal }: Task, { name, venue, startsAt, schedule, classes, documentHash }: EventDocument): void {
  terminal.say(`${name} · ${venue}`, "bold");
  const offset = offsetMinutesOf(startsAt);
  terminal.fact("starts", eventTime(parseInstant(startsAt) ?? 0, offset));
  showSchedule(terminal, schedule, offset);
  terminal.fact("hash", documentHash);
  terminal.say();
  showClasses(
    terminal,
    classes.map((class_) => ({ ...class_, seated: class_.seats.length > 0 })),
  );
}
