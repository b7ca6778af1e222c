import type { MistakeList } from "doorkey/organizer";
import type { ColumnMap } from "./ColumnMap.ts";
import { columnName } from "./columnName.ts";
import { type Cell, cellText, type Line, type Sheet } from "./Sheet.ts";

/** A row of a table, with its cells by column name. */
export type TableRow<column extends string> = {
  /** Line of the file, from 1. */
  readonly row: number;
  /** A cell. Undefined if the whole column is missing, or if the cell is a mistake that is noted already. */
  cell(column: column): string | undefined;
  /** Whether the table has a column. */
  hasColumn(column: column): boolean;
  /** The words of a cell, separated by spaces. */
  words(column: column): readonly string[] | undefined;
  /** Whether a cell begins as a formula does, without the apostrophe that makes it text. */
  isFormula(column: column): boolean;
  /** Notes a mistake in a cell. */
  fault(column: column, sentence: string): undefined;
};

export type TableTerms<column extends string> = {
  /** Columns that every table has. */
  readonly required: readonly column[];
  /** Columns that a table has when it uses them. A table without one has it empty. */
  readonly optional: readonly column[];
  /** The columns by other names. If undefined, the table must use ours. */
  readonly columns?: ColumnMap | undefined;
  readonly mistakes: MistakeList;
  readonly warnings: MistakeList;
};

/** Names by which the columns of a table are found in its header row. */
export function headerNames({
  required,
  optional,
  columns,
}: Pick<TableTerms<string>, "required" | "optional" | "columns">): readonly string[] {
  return [...required, ...optional].flatMap((column) => {
    const name = columns?.names.get(column);
    return name === undefined ? [column] : partsOf(name);
  });
}

/**
 * Gives the rows of a table by their columns, in any order and case. Adds every mistake to `mistakes`. Columns that
 * are not used are ignored, with a warning.
 */
export function readTable<column extends string>(
  sheet: Sheet | undefined,
  terms: TableTerms<column>,
): readonly TableRow<column>[] {
  const [header, ...body] = sheet ?? [];
  if (header === undefined) return [];
  const { mistakes, optional } = terms;
  const width = header.cells.reduce((length, { text }, i) => (text === "" ? length : i + 1), 0);
  const places = readHeader(header, terms);
  if (body.length === 0) mistakes.add({}, "the file has no rows below the header row.");
  return body.flatMap((line) => {
    const { length } = line.cells;
    if (length < width || length > header.cells.length) {
      mistakes.add({ row: line.row }, lengthFault(length, width));
      return [];
    }
    return rowOf(line, places, optional, mistakes);
  });
}

function lengthFault(length: number, width: number): string {
  const why = length > width ? " A cell that has the separator in it needs double quotes." : "";
  return `has ${length} cells; the header row has ${width}.${why}`;
}

function rowOf<column extends string>(
  { row, cells }: Line,
  places: ReadonlyMap<column, readonly number[]>,
  optional: readonly column[],
  mistakes: MistakeList,
): TableRow<column> {
  const noted = new Set<column>();
  const fault = (field: column, sentence: string): undefined => {
    mistakes.add({ row, field }, sentence);
    return undefined;
  };
  const raw = (column: column): string | undefined => {
    const found = places.get(column)?.map((place): Cell => cells[place] ?? { text: "" });
    if (found === undefined) return optional.includes(column) ? "" : undefined;
    const broken = found.find((cell) => cell.fault !== undefined)?.fault;
    if (broken === undefined)
      return found
        .map(({ text }) => text)
        .filter((text) => text !== "")
        .join("-");
    if (!noted.has(column)) fault(column, broken);
    noted.add(column);
    return undefined;
  };
  const cell = (column: column): string | undefined => raw(column)?.replace(/^'(?=[=+\-@])/, "");
  return {
    row,
    cell,
    hasColumn: (column) => places.has(column),
    words: (column) =>
      cell(column)
        ?.split(/\s+/)
        .filter((word) => word !== ""),
    isFormula: (column) => /^[=+\-@]/.test(raw(column) ?? ""),
    fault,
  };
}

function readHeader<column extends string>(
  { row, cells }: Line,
  { required, optional, columns, mistakes, warnings }: TableTerms<column>,
): ReadonlyMap<column, readonly number[]> {
  const all = [...required, ...optional];
  const names = cells.map(({ text }) => columnName(text));
  const places = new Map<column, readonly number[]>();
  for (const column of all) {
    const name = columns?.names.get(column) ?? column;
    const found = placesOf(name, names);
    const twice = found.find((index) => index !== undefined && names.indexOf(names[index] ?? "", index + 1) >= 0);
    if (twice !== undefined)
      mistakes.add({ row, field: cellText(cells[twice]?.text ?? "") }, "the column appears twice.");
    const whole = found.filter((index) => index !== undefined);
    if (whole.length === found.length) places.set(column, whole);
    else if (columns?.names.has(column) === true) {
      const known = cells.map(({ text }) => text).filter((text) => text !== "");
      mistakes.add({ row, field: name }, `the column is missing; the columns of the file are ${known.join(", ")}.`);
    }
  }
  const used = new Set([...places.values()].flat());
  const missing = all.filter((column) => !places.has(column) && columns?.names.has(column) !== true);
  const ignored: string[] = [];
  cells.forEach(({ text }, index) => {
    if (used.has(index)) return;
    const meant = missing.find((column) => isTypoOf(columnName(text), column));
    if (meant !== undefined) {
      const known = `the columns are ${all.join(", ")}`;
      mistakes.add({ row, field: text }, `is an unknown column (did you mean "${meant}"?); ${known}.`);
    } else if (text !== "" && !all.some((column) => column === columnName(text))) ignored.push(text);
  });
  if (ignored.length > 0) warnings.add({ row }, `these columns are not used: ${ignored.join(", ")}.`);
  const wayOn = columns === undefined || ignored.length === 0 ? "" : '; if it has another name, give --columns "NAME=';
  for (const column of missing) {
    if (optional.includes(column)) continue;
    mistakes.add({ row, field: column }, `the column is missing${wayOn === "" ? "" : `${wayOn}${column}"`}.`);
  }
  return places;
}

/** The places of a column, or of several columns whose names are joined by `+`. */
function placesOf(name: string, names: readonly string[]): readonly (number | undefined)[] {
  const find = (text: string): number | undefined => {
    const index = names.indexOf(columnName(text));
    return index < 0 ? undefined : index;
  };
  const whole = find(name);
  return whole === undefined ? name.split("+").map(find) : [whole];
}

function partsOf(name: string): readonly string[] {
  return [name, ...name.split("+")];
}

/** Whether one letter is missing, too much or another, or two neighbours changed places. */
function isTypoOf(word: string, name: string): boolean {
  if (word === "" || word === name) return false;
  let start = 0;
  while (start < word.length && word[start] === name[start]) start++;
  let end = 0;
  while (end < Math.min(word.length, name.length) - start && word.at(-1 - end) === name.at(-1 - end)) end++;
  const [a, b] = [word.slice(start, word.length - end), name.slice(start, name.length - end)];
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && a === [...b].reverse().join(""));
}
