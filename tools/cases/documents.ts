import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EventDocument } from "doorkey";
import { type EventReading, readEventDocument } from "doorkey/organizer";
import { ROOT } from "../support/shell.ts";
import type { CaseLine } from "./Case.ts";

/** Reads each event document of a case, and compares what was read, or why it was refused. */
export async function documentLines(
  folder: string,
  expectations: Readonly<Record<string, string>>,
  factOf: (document: EventDocument) => string,
): Promise<readonly CaseLine[]> {
  return Promise.all(
    Object.entries(expectations).map(async ([input, expected]) => {
      const bytes = await readFile(join(ROOT, "cases", folder, input));
      return { input, expected, actual: outcomeOf(readEventDocument(bytes), factOf) };
    }),
  );
}

/** The event whose sales close after its doors open is not a subject of these cases. */
const OF_EVERY_DOCUMENT = "doorkey.schedule.salesCloseAt";

function outcomeOf(
  { document, mistakes, warnings }: EventReading,
  factOf: (document: EventDocument) => string,
): string {
  if (document === undefined) return mistakes.map((one) => `${one.field ?? "file"}: ${one.sentence}`).join(" ");
  const told = warnings.filter(({ field }) => field?.endsWith(OF_EVERY_DOCUMENT) === false);
  return [factOf(document), ...told.map(({ field, sentence }) => `(${field ?? "file"}: ${sentence})`)].join(" ");
}
