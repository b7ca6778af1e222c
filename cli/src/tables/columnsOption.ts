import { InvalidArgumentError } from "commander";
import { type ColumnMap, parseColumnMap } from "./ColumnMap.ts";

/** The option `--columns` of a command that reads a table: its flags, its help and its parser. */
export function columnsOption(
  columns: readonly string[],
): [flags: string, help: string, parse: (text: string) => ColumnMap] {
  const help =
    'columns that have other names in the table, such as "Order code=order,Product=class"; "A+B=order" joins two with a hyphen';
  return [
    "--columns <names>",
    help,
    (text) => {
      const map = parseColumnMap(text, columns);
      if (typeof map === "string") throw new InvalidArgumentError(map);
      return map;
    },
  ];
}
