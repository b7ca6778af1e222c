/** A cell of a table: its text, and why the spreadsheet no longer has what a person typed, if so. */
export type Cell = { readonly text: string; readonly fault?: string };

export type Line = {
  /** Line of the file, or row of the spreadsheet, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
};

/** The rows of a table that are not empty, its header row first. */
export type Sheet = readonly Line[];

/** The largest stadium has half as many seats. */
export const MAX_ROWS = 250_000;

/** Evidence makes rows long. */
export const MAX_TABLE_BYTES = 100_000_000;

/** A text as tables are compared: in NFC, and without spaces of any kind at its ends. */
export function cellText(text: string): string {
  return text.normalize("NFC").trim();
}

/** Whether people see something in a row. */
export function isFilled({ cells }: Line): boolean {
  return cells.some(({ text }) => text !== "");
}
