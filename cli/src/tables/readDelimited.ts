import { CsvError, type Options, parse } from "csv-parse/sync";
import type { MistakeList } from "doorkey/organizer";
import { columnName } from "./columnName.ts";
import { cellText, isFilled, MAX_ROWS, type Sheet } from "./Sheet.ts";
import type { SheetTerms } from "./SheetTerms.ts";

const SEPARATORS = [",", ";", "\t", "|"] as const;

const LINE_ENDS = ["\r\n", "\n", "\r"];

/** Reads a text with a separator. Its first line may be `sep=;`, as Excel writes it. */
export function readDelimited(text: string, { names, mistakes }: SheetTerms): Sheet | undefined {
  const [first, named] = /^sep=(.)(?:\r\n|\r|\n|$)/i.exec(text) ?? [];
  const body = text.slice(first?.length ?? 0);
  const above = first === undefined ? 0 : 1;
  if (body.trim() === "") {
    mistakes.add({}, `the file is empty; it needs the header row ${names.join(",")}.`);
    return undefined;
  }
  const rows = parseRows(body, named ?? separatorOf(body, names), mistakes, above);
  if (rows === undefined) return undefined;
  if (rows.length > MAX_ROWS + 1) {
    mistakes.add({}, `the file has ${rows.length - 1} rows, more than ${MAX_ROWS}; split it.`);
    return undefined;
  }
  return rows
    .map(({ record, info }) => ({
      // The parser counts the lines up to the end of a row; a quoted cell may have several.
      row: above + info.lines - (record.join("").match(/\r\n|\n|\r/g)?.length ?? 0),
      cells: record.map((cell) => ({ text: cellText(cell) })),
    }))
    .filter(isFilled);
}

type Row = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function parseRows(text: string, delimiter: string, mistakes: MistakeList, above: number): readonly Row[] | undefined {
  try {
    // Lengths are checked row by row, because the parser would stop at the first row of another length.
    return rowsIn(text, { delimiter, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === "number" ? error.lines + above : undefined;
    mistakes.add({ row }, `this is not CSV: ${error.message.replace(/ (?:at|on) line \d+.*$/s, "")}.`);
    return undefined;
  }
}

/** The separator by which the header row has most of the names, or else most cells. */
function separatorOf(text: string, names: readonly string[]): string {
  const known = new Set(names.map(columnName));
  const [best] = SEPARATORS.map((delimiter) => {
    const cells = headerOf(text, delimiter);
    const score = cells.filter((cell) => known.has(columnName(cell))).length;
    return { delimiter, score, cells: cells.length };
  }).sort((a, b) => b.score - a.score || b.cells - a.cells);
  return best?.delimiter ?? ",";
}

function headerOf(text: string, delimiter: string): readonly string[] {
  try {
    return rowsIn(text, { delimiter, skip_empty_lines: true, to: 1 })[0]?.record ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

function rowsIn(text: string, options: Options): readonly Row[] {
  const all = { bom: true, info: true, relax_column_count: true, record_delimiter: LINE_ENDS, trim: true } as const;
  return parse(text, { ...options, ...all }) as unknown as readonly Row[];
}
