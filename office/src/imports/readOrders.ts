import { CsvError, parse } from "csv-parse/sync";
import { decodeText, describeMistake, MistakeList } from "doorkey/organizer";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ImportKind, OrderRow, RefusedLine } from "./Import.ts";
import { type ClassTerms, rowReader } from "./rowReader.ts";

/** A list of orders: its good rows, and the lines that are left out. */
export type OrderList = {
  readonly kind: ImportKind;
  readonly good: readonly OrderRow[];
  readonly bad: readonly RefusedLine[];
};

const COLUMNS = ["order", "class", "holder", "quantity", "seats", "evidence"] as const;
export type Column = (typeof COLUMNS)[number];

const MOST_ROWS = 50_000;

/**
 * Reads a list of orders with the columns order, class, quantity, seats, and perhaps holder and evidence, in any order,
 * separated by comma, semicolon or tab. A row with a mistake leaves the others as they are.
 *
 * @param bytes UTF-8 or UTF-16 text, with a byte order mark or without.
 * @param classes The classes of the event.
 * @throws IMPORT_UNREADABLE with what is wrong with the whole file.
 */
export function readOrders(bytes: Uint8Array, classes: readonly ClassTerms[]): OrderList {
  const mistakes = new MistakeList();
  const text = decodeText(bytes, mistakes, { utf16: true });
  if (text === undefined) throw unreadable(mistakes.all.map(describeMistake));
  const [header, ...records] = recordsIn(text);
  const columns = columnsIn(header);
  if (records.length === 0) throw unreadable(["the file has no rows below the header row."]);
  if (records.length > MOST_ROWS)
    throw unreadable([`the file has ${records.length} rows, more than ${MOST_ROWS}; split it.`]);
  const kind: ImportKind = columns.has("holder") ? "grants" : "links";
  const read = rowReader({ kind, classes, columns, width: header?.record.length ?? 0 });
  const good: OrderRow[] = [];
  const bad: RefusedLine[] = [];
  for (const { record, line } of records) {
    const row = read(record, line);
    if ("sentence" in row) bad.push(row);
    else good.push(row);
  }
  return { kind, good, bad };
}

type Record = { readonly record: readonly string[]; readonly line: number };

function recordsIn(text: string): Record[] {
  try {
    const rows = parse(text, {
      ...{ bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true },
      delimiter: separatorOf(text),
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // The parser counts the lines up to the end of a row; a quoted cell may have several.
    return rows.map(({ record, info }) => ({
      record,
      line: info.lines - (record.join("").match(/\r\n|\n|\r/g)?.length ?? 0),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = typeof error.lines === "number" ? `line ${error.lines}: ` : "";
    throw unreadable([`${where}this is not CSV: ${error.message.replace(/ (?:at|on) line \d+.*$/s, "")}.`]);
  }
}

/** The separator that the header row has most of. */
function separatorOf(text: string): string {
  const [header = ""] = text.split(/\r\n|\r|\n/, 1);
  const counts = [",", ";", "\t"].map((one) => ({ one, count: header.split(one).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.one ?? ",";
}

/** Where each column is. */
function columnsIn(header: Record | undefined): ReadonlyMap<Column, number> {
  const names = (header?.record ?? []).map((name) => name.toLowerCase());
  const columns = new Map<Column, number>();
  for (const column of COLUMNS) {
    const place = names.indexOf(column);
    if (place < 0) continue;
    if (names.indexOf(column, place + 1) >= 0) throw unreadable([`line 1: the column ${column} appears twice.`]);
    columns.set(column, place);
  }
  const missing = (["order", "class"] as const).filter((column) => !columns.has(column));
  if (missing.length === 0) return columns;
  throw unreadable(
    missing.map((column) => `line 1: the column ${column} is missing; the columns are ${COLUMNS.join(", ")}.`),
  );
}

function unreadable(details: readonly string[]): ProblemError {
  return new ProblemError("IMPORT_UNREADABLE", { detail: details.join(" "), fields: { details } });
}
