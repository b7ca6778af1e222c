import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { type Hex, isHex } from "doorkey";
import { MistakeList, type SaleListKind } from "doorkey/organizer";
import { InputMistakes } from "../terminal/failures.ts";
import { reasonFor } from "../terminal/files.ts";

/** What the one column of the table is called, and what its cells are. */
const COLUMNS: Readonly<Record<string, SaleListKind>> = { holder: "holders", person: "persons" };

/** Mistakes that are listed. A table of the wrong kind would have one on each line. */
const MOST_MISTAKES = 20;

/** A table of those who may buy in a presale, line by line. */
export type EntryTable = { readonly kind: SaleListKind; readonly entries: AsyncIterable<Hex> };

/**
 * Opens a table with one column, `holder` or `person`. Reading its entries ends with every mistake, up to twenty.
 *
 * @throws InputMistakes when the file cannot be read, or its first line names no such column.
 */
export async function openEntries(file: string): Promise<EntryTable> {
  const lines = linesOf(file);
  const first = await lines.next();
  const column = cellOf(first.done === true ? "" : first.value).replace(/^\uFEFF/, "");
  const kind = COLUMNS[column.toLowerCase()];
  if (kind === undefined) {
    const sentence = `must name the column, "holder" or "person", not ${JSON.stringify(column.slice(0, 60))}.`;
    throw new InputMistakes([{ file: basename(file), row: 1, sentence }]);
  }
  return { kind, entries: entriesOf(lines, kind, basename(file)) };
}

async function* entriesOf(lines: AsyncGenerator<string>, kind: SaleListKind, file: string): AsyncGenerator<Hex> {
  const mistakes = new MistakeList(file);
  const size = kind === "holders" ? 20 : 32;
  const wanted = kind === "holders" ? "an address: 0x and 40 hex digits" : "a person tag: 0x and 64 hex digits";
  let row = 1;
  for await (const line of lines) {
    row++;
    const cell = cellOf(line);
    if (cell === "") continue;
    if (isHex(cell, size) && BigInt(cell) !== 0n) yield cell;
    else mistakes.add({ row, field: kind.slice(0, -1) }, `must be ${wanted}.`);
    if (mistakes.all.length === MOST_MISTAKES) break;
  }
  if (mistakes.all.length > 0) throw new InputMistakes(mistakes.all);
}

/** The lines of a file, which may be longer than memory. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw new InputMistakes([{ file, sentence: reasonFor(error) }]);
  }
}

function cellOf(line: string): string {
  return line.trim().replace(/^"(.*)"$/, "$1");
}
