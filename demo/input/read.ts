import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { EventDocument } from "doorkey";
import { type EventReading, type Mistake, readEventDocument } from "doorkey/organizer";
import { type Order, type ReadBuyers, readBuyers } from "./buyers.ts";

/** All that the journey needs to know, checked. */
export type Input = {
  readonly event: EventDocument;
  /** Offset of the event's own time from UTC: times are shown in it. */
  readonly offsetMinutes: number;
  readonly orders: readonly Order[];
};

/** Reads both files; gives either all of the input or all of its mistakes. */
export async function readInput(files: { event: string; buyers: string }): Promise<Input | readonly Mistake[]> {
  const document = await readBytes(files.event);
  const table = await readBytes(files.buyers);
  const read: EventReading = isBytes(document)
    ? readEventDocument(document, { file: basename(files.event) })
    : { mistakes: [document] };
  const { orders, mistakes }: ReadBuyers = isBytes(table)
    ? readBuyers(table, basename(files.buyers), read)
    : { orders: [], mistakes: [table] };
  if (read.document === undefined || mistakes.length > 0) return [...read.mistakes, ...mistakes];
  return { event: read.document, offsetMinutes: offsetMinutesOf(read.document.startsAt), orders };
}

/** The offset from UTC of a time such as `2027-03-20T19:00:00+09:00`. */
function offsetMinutesOf(time: string): number {
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})$/.exec(time) ?? [];
  return (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder",
  EACCES: "it may not be read",
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
