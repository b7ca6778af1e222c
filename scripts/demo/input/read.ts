import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Mistake } from "../../cli/mistakes.ts";
import { type Order, type ReadBuyers, readBuyers } from "./buyers.ts";
import { type EventInput, type ReadEvent, readEvent } from "./event.ts";

/** All that the journey needs to know, checked. */
export type Input = {
  readonly event: EventInput;
  /** The bytes of the event document: their hash goes on chain. */
  readonly document: Uint8Array;
  readonly orders: readonly Order[];
};

/** Reads both files; gives either all of the input or all of its mistakes. */
export async function readInput(files: { event: string; buyers: string }): Promise<Input | readonly Mistake[]> {
  const document = await readBytes(files.event);
  const table = await readBytes(files.buyers);
  const read: ReadEvent = isBytes(document) ? readEvent(document, basename(files.event)) : { mistakes: [document] };
  const { orders, mistakes }: ReadBuyers = isBytes(table)
    ? readBuyers(table, basename(files.buyers), read)
    : { orders: [], mistakes: [table] };
  if (!isBytes(document) || read.event === undefined || mistakes.length > 0) return [...read.mistakes, ...mistakes];
  return { event: read.event, document, orders };
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
