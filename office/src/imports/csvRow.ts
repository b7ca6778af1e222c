/** Spreadsheets run a cell that begins with one of these, in either width, and take one after an apostrophe as text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A line of a table that a spreadsheet may open: quoted where it must be, and no text is run as a formula. */
export function csvRow(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) => {
    if (typeof cell === "number") return String(cell);
    const text = FORMULA.test(cell) ? `'${cell}` : cell;
    return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\r\n`;
}
