import { basename } from "node:path";
import { type EventDocument, readTeam } from "doorkey";
import { describeMistake, parseInstant, publishEvent, readEventDocument, utcOffsetOf } from "doorkey/organizer";
import { eventTime } from "../../events/eventTime.ts";
import { sampleDocument } from "../../events/sampleDocument.ts";
import { showClasses, showPolicy, showSchedule } from "../../events/terms.ts";
import { carryOut } from "../../terminal/act.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action, defineCommand } from "../../terminal/command.ts";
import { timeOn } from "../../terminal/connecting.ts";
import { InputMistakes, UsageError } from "../../terminal/failures.ts";
import { readBytes, writeNew } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, asRole, quoted } from "../../terminal/nextCommand.ts";
import type { Task } from "../../terminal/Task.ts";
import { ids, webAddress, wholeNumber } from "../../terminal/values.ts";

type Options = SignerOptions & {
  readonly organizer?: number;
  readonly documentUri?: string;
  readonly agents?: readonly number[];
  readonly sample?: boolean;
};

export const publishCommand = defineCommand("publish", {
  details: [
    "An admin of the organizer runs it.",
    "The document is a schema.org/Event with an additional key `doorkey`.",
    "Its rules cannot be changed once it is published.",
  ],
  examples: [
    "publish --sample event.json",
    "publish event.json --organizer 1 --as organizer --dry-run",
    "publish event.json --organizer 1 --as organizer",
  ],
});

action<Options>(
  withSigner(publishCommand.argument("<file>", "the event document"))
    .option("--organizer <id>", "the organizer's id", wholeNumber())
    .option("--document-uri <url>", "where you serve exactly these bytes; defaults to the document's url", webAddress)
    .option("--agents <ids...>", "agents that may grant in each class that sells by a ballot; each takes a call", ids)
    .option("--sample", "write a sample document, and publish nothing"),
  async (task, options, file) => {
    if (options.sample === true) return writeSample(task, file);
    const bytes = await readBytes(file);
    const { documentUri = readTerms(bytes, file).terms.url, organizer: organizerId } = options;
    if (organizerId === undefined) {
      throw new UsageError(
        "No organizer was given.",
        `Give --organizer ID; "${DOORKEY} organizer register" registers one.`,
      );
    }
    return carryOut(task, options, async ({ connection }) => {
      const { terms, warnings } = readTerms(bytes, file, await timeOn(connection));
      const { name } = await readTeam(connection, { organizerId });
      const { agents = [] } = options;
      // Now, because once the event is published it is too late to find a mistyped id.
      for (const agentId of agents) await readTeam(connection, { agentId });
      for (const warning of warnings) task.terminal.warn(describeMistake(warning));
      show(task, terms, { organizer: `${organizerId} ${name}`, documentUri });
      return {
        final: "Publish this event? Its rules cannot be changed afterwards.",
        send: (sending) => publishEvent(sending, { organizerId, terms, documentUri, agents }),
        done: ({ eventId }: publishEvent.Result) => ({
          said: `Event ${eventId} is published. Serve exactly these bytes at ${documentUri}, because sites and fans check their hash.`,
          result: { eventId, documentHash: terms.documentHash },
          next: nextFor(eventId, terms, options),
        }),
      };
    });
  },
);

/** Reads the document, or throws every mistake in it. With the chain's time, a schedule in the past is one. */
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

/** Shows all that the organizer publishes, because none of it can be changed later except by the acts that say so. */
function show({ terminal }: Task, terms: EventDocument, { organizer, documentUri }: Record<string, string>): void {
  const { name, venue, url, startsAt, reportUrl, wallet, schedule, policy, classes, documentHash } = terms;
  terminal.say(`${name} · ${venue}`, "bold");
  terminal.fact("organizer", organizer ?? "");
  terminal.fact("page", url);
  terminal.fact("document", documentUri ?? "");
  terminal.fact("hash", documentHash);
  terminal.fact("reports to", reportUrl ?? "none");
  terminal.fact("wallet", wallet ?? "none");
  const offset = utcOffsetOf(startsAt);
  terminal.fact("starts", eventTime(parseInstant(startsAt) ?? 0, offset));
  showSchedule(terminal, schedule, offset);
  showPolicy(terminal, policy);
  terminal.say();
  showClasses(
    terminal,
    classes.map((class_) => ({ ...class_, seated: class_.seats.length > 0 })),
  );
}

function nextFor(eventId: number, { classes }: EventDocument, options: Options) {
  const [class_] = classes;
  const quota = class_?.ballot === undefined ? ` --quota ${class_?.supply ?? 1}` : "";
  return [
    [
      "An admin of the agent registers it:",
      `${DOORKEY} agents register "Tickets & Co" --site https://tickets.example ${asRole(options, "agent")}`,
    ],
    [
      "Then an admin of the organizer designates the agent:",
      `${DOORKEY} agents designate --event ${eventId} --class ${quoted(class_?.name ?? "")} --agent 1${quota} ${asBefore(options)}`,
    ],
  ] as const;
}
