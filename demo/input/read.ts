import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { EventDocument } from "doorkey";
import { type EventReading, type Mistake, readEventDocument, utcOffsetOf } from "doorkey/organizer";
import { type Order, type ReadBuyers, readBuyers } from "./buyers.ts";

/** The checked input of the journey. */
export type Input = {
  readonly event: EventDocument;
  /** Minutes from UTC to the event's own time, in which times are shown. */
  readonly offsetMinutes: number;
  readonly orders: readonly Order[];
};

/** Reads both files. Returns the whole input, or every mistake in it. */
export async function readInput(files: { event: string; buyers: string }): Promise<Input | readonly Mistake[]> {
  const document = await readBytes(files.event);
  const table = await readBytes(files.buyers);
  const read: EventReading = isBytes(document)
    ? readEventDocument(document, { file: basename(files.event) })
    : { mistakes: [document], warnings: [] };
  const { orders, mistakes }: ReadBuyers = isBytes(table)
    ? readBuyers(table, basename(files.buyers), read)
    : { orders: [], mistakes: [table] };
  if (read.document === undefined || mistakes.length > 0) return [...read.mistakes, ...mistakes];
  return { event: read.document, offsetMinutes: utcOffsetOf(read.document.startsAt) ?? 0, orders };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist",
  EISDIR: "this is a folder, not a file",
  EACCES: "you have no permission to read it",
};

async function readBytes(path: string): Promise<Uint8Array | Mistake> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return { file: path, sentence: `${REASONS[code] ?? `it cannot be read (${code})`}.` };
  }
}

function isBytes(read: Uint8Array | Mistake): read is Uint8Array {
  return read instanceof Uint8Array;
}
