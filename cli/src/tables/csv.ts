/** Formats a row of a table. Quotes the cells that need it, and keeps a text from being run as a formula. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === "number" ? String(cell) : quoted(asText(cell)))).join(",")}\n`;
}

/** Spreadsheets run a cell that begins with one of these, in either width, and take one after an apostrophe as text. */
function asText(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

/** Quotes every separator, because a spreadsheet may take another one than the comma. */
function quoted(cell: string): string {
  return /[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
