/** Which columns of a file stand for which of ours. */
export type ColumnMap = {
  /** As it was given, for the command to continue. */
  readonly text: string;
  /** The name that the file has for each of our columns. */
  readonly names: ReadonlyMap<string, string>;
};

/** The file has our names. */
export const OUR_NAMES: ColumnMap = { text: "", names: new Map() };

/**
 * Reads `Order code=order,Product=class`. A name with a comma stands in double quotes.
 *
 * @param columns The columns that a table may have.
 * @returns A sentence if it cannot be read.
 */
export function parseColumnMap(text: string, columns: readonly string[]): ColumnMap | string {
  const map = new Map<string, string>();
  for (const part of text.match(/(?:"[^"]*"|[^,"])+/g) ?? []) {
    const at = part.lastIndexOf("=");
    const [name, column] = [
      part
        .slice(0, at)
        .trim()
        .replace(/^"(.*)"$/, "$1"),
      part.slice(at + 1).trim(),
    ];
    if (at < 1 || name === "") return `"${part.trim()}" must be such as "Order code=order".`;
    if (!columns.includes(column)) return `"${column}" is not a column here; the columns are ${columns.join(", ")}.`;
    if (map.has(column)) return `the column ${column} is named twice.`;
    map.set(column, name);
  }
  return map.size > 0 ? { text, names: map } : `it must be such as "Order code=order,Product=class".`;
}
