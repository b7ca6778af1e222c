import { CsvError, parse } from "csv-parse/sync";
import { decodeText, type MistakeList, suggestName } from "doorkey/organizer";

/** A row of a table, with its cells by column name. */
export type TableRow<column extends string> = {
  /** Line of the file, from 1. */
  readonly row: number;
  /** A cell. Undefined if the whole column is missing, which is already one mistake. */
  cell(column: column): string | undefined;
  /** The words of a cell, separated by spaces. */
  words(column: column): readonly string[] | undefined;
  /** Notes a mistake in a cell. */
  fault(column: column, sentence: string): undefined;
};

type Line = { readonly row: number; readonly cells: readonly string[] };

/** Reads a CSV file with exactly these columns, in any order. Adds every mistake to `mistakes`. */
export function readTable<column extends string>(
  bytes: Uint8Array,
  columns: readonly column[],
  mistakes: MistakeList,
): readonly TableRow<column>[] {
  const text = decodeText(bytes, mistakes);
  const lines = text === undefined ? undefined : parseLines(text, columns, mistakes);
  const [header, ...body] = lines ?? [];
  if (header === undefined) return [];
  const places = readHeader(header, columns, mistakes);
  if (body.length === 0) mistakes.add({}, "the file has no rows below the header row.");
  return body.flatMap(({ row, cells }) => {
    if (cells.length !== header.cells.length) {
      mistakes.add({ row }, `has ${cells.length} cells; the header row has ${header.cells.length}.`);
      return [];
    }
    const cell = (column: column): string | undefined => cells[places.get(column) ?? -1];
    return {
      row,
      cell,
      words: (column) =>
        cell(column)
          ?.split(/\s+/)
          .filter((word) => word !== ""),
      fault: (field, sentence) => {
        mistakes.add({ row, field }, sentence);
        return undefined;
      },
    };
  });
}

function parseLines(text: string, columns: readonly string[], mistakes: MistakeList): readonly Line[] | undefined {
  try {
    // Lengths are checked row by row, because the parser would stop at the first row of another length.
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    if (rows.length === 0) mistakes.add({}, `the file is empty; it needs the header row ${columns.join(",")}.`);
    return rows.map(({ record, info }) => ({ row: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === "number" ? error.lines : undefined;
    mistakes.add({ row }, `this is not CSV: ${error.message.replace(/ (?:at|on) line \d+.*$/s, "")}.`);
    return undefined;
  }
}

function readHeader<column extends string>(
  header: Line,
  columns: readonly column[],
  mistakes: MistakeList,
): ReadonlyMap<column, number> {
  const places = new Map<column, number>();
  header.cells.forEach((name, index) => {
    const column = columns.find((known) => known === name);
    const place = { row: header.row, field: name || `column ${index + 1}` };
    if (column === undefined) {
      mistakes.add(place, `is an unknown column${suggestName(name, columns)}; the columns are ${columns.join(", ")}.`);
    } else if (places.has(column)) mistakes.add(place, "the column appears twice.");
    else places.set(column, index);
  });
  for (const column of columns) {
    if (!places.has(column)) mistakes.add({ row: header.row, field: column }, "the column is missing.");
  }
  return places;
}

/** Formats a row of a table, and quotes the cells that need it. */
export function csvRow(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(",")}\n`;
}
