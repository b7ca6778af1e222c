import { InvalidInputError, InvalidSpreadsheetError, readSheet } from "read-excel-file/node";
import { type Cell, cellText, isFilled, MAX_ROWS, type Sheet } from "./Sheet.ts";
import type { SheetTerms } from "./SheetTerms.ts";
import { UnzipFault, unzipTexts } from "./unzipTexts.ts";

/** Wider sheets are no tables of orders, and would fill the memory with empty cells. */
const MAX_COLUMNS = 256;

/** A spreadsheet keeps 15 digits of a number. */
const MAX_NUMBER = 10 ** 15;

const AS_TEXT = "format the column as text, and type or import the values again";

/** Reads the first sheet of a spreadsheet. A formula stands for the value that it had when the file was saved. */
export async function readXlsx(
  bytes: Uint8Array,
  { names, mistakes, warnings }: SheetTerms,
): Promise<Sheet | undefined> {
  try {
    const files = unzipTexts(bytes, /\.xml$|\.rels$|^mimetype$/);
    const fault = boundsFault(files);
    if (fault !== undefined) throw new UnzipFault(fault);
    const sheets = sheetsOf(files);
    if (sheets.length > 1) warnings.add({}, `the file has ${sheets.length} sheets; only the first is read.`);
    const broken = brokenCells(files.get(firstSheet(files)) ?? "");
    const rows = await readSheet(Buffer.from(bytes));
    const lines = rows
      .map((cells, r) => ({
        row: r + 1,
        cells: cells.map((value, c) => broken.get(keyOf(r + 1, c + 1)) ?? cellOf(value)),
      }))
      .filter(isFilled);
    if (lines.length > 0) return lines;
    mistakes.add({}, `the first sheet is empty; it needs the header row ${names.join(",")}.`);
  } catch (error) {
    if (error instanceof UnzipFault) mistakes.add({}, error.message);
    else if (error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError) {
      mistakes.add({}, "the file is not a spreadsheet that can be read; save it again as .xlsx.");
    } else throw error;
  }
  return undefined;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return { text: "" };
  if (value instanceof Date) {
    const text = value.toISOString().slice(0, 10);
    return { text, fault: `is the date ${text} in the spreadsheet; ${AS_TEXT}.` };
  }
  if (typeof value === "number" && (Math.abs(value) >= MAX_NUMBER || !Number.isFinite(value))) {
    const fault = `is the number ${value} in the spreadsheet, which keeps 15 digits only; ${AS_TEXT}.`;
    return { text: String(value), fault };
  }
  return { text: cellText(String(value)) };
}

/** The cells that the library reads as empty: errors, and formulas that were saved without a value. */
function brokenCells(sheet: string): ReadonlyMap<string, Cell> {
  const broken = new Map<string, Cell>();
  for (const [, attributes = "", content = ""] of sheet.matchAll(/<c\b([^>]*[^>/])>(.*?)<\/c>/gs)) {
    const [, column = "", row = ""] = /\br="([A-Z]+)(\d+)"/.exec(attributes) ?? [];
    const [, value = ""] = /<v\b[^>]*>([^<]*)<\/v>/.exec(content) ?? [];
    const key = keyOf(Number(row), columnNumber(column));
    if (/\bt="e"/.test(attributes)) {
      broken.set(key, { text: value, fault: `is the error ${value} of a formula; mend it, and save the file again.` });
    } else if (value === "" && /<f[\s>/]/.test(content) && !/<v/.test(content)) {
      const fault = "has a formula without a value; open the file in a spreadsheet, and save it again.";
      broken.set(key, { text: "=", fault });
    }
  }
  return broken;
}

function keyOf(row: number, column: number): string {
  return `${row}:${column}`;
}

/** The file of the first sheet, by the workbook's list of sheets and the relations that it names. */
function firstSheet(files: ReadonlyMap<string, string>): string {
  const [, id = ""] = /<sheet\b[^>]*\br:id="([^"]+)"/.exec(files.get("xl/workbook.xml") ?? "") ?? [];
  for (const [relation] of (files.get("xl/_rels/workbook.xml.rels") ?? "").matchAll(/<Relationship\b[^>]*>/g)) {
    const [, target = ""] = /\bTarget="([^"]+)"/.exec(relation) ?? [];
    if (relation.includes(`Id="${id}"`)) return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  return "";
}

function sheetsOf(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].filter(([name]) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).map(([, sheet]) => sheet);
}

/** Says why an archive is not a spreadsheet, or has more cells than a table that the library may read. */
function boundsFault(files: ReadonlyMap<string, string>): string | undefined {
  if (files.get("mimetype")?.includes("opendocument") === true) {
    return "the file is an OpenDocument file; in the spreadsheet, save it as .xlsx, or as CSV in UTF-8.";
  }
  const sheets = sheetsOf(files);
  if (sheets.length === 0) return "the file is a zip archive, not a spreadsheet (.xlsx).";
  for (const sheet of sheets) {
    for (const [, column = "", row = ""] of sheet.matchAll(/<(?:c|row)\b[^>]*?\br="([A-Z]*)(\d+)"/g)) {
      if (Number(row) > MAX_ROWS + 1)
        return `a sheet has a row ${row}, more than ${MAX_ROWS} below its header; split it.`;
      if (columnNumber(column) > MAX_COLUMNS)
        return `a sheet has a column ${column}, more than ${MAX_COLUMNS} columns.`;
    }
  }
  return undefined;
}

/** 1 for A, 27 for AA. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}
