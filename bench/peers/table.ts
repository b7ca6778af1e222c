import type { GasRow } from "./rows.ts";

/** Rows as a table for a terminal: a line for each operation, a column for each N. */
export function textTable(rows: readonly GasRow[], sizes: readonly number[]): string {
  const lines = operationsOf(rows).map(({ system, operation, cells, source }) => {
    const figures = sizes.map((n) => cellText(cells.get(n)).padStart(WIDTH));
    const others = [...cells].filter(([n]) => !sizes.includes(n)).map(([n, row]) => `${cellText(row)} at N = ${n}`);
    const mark = source.startsWith("constant") ? "constant" : "";
    const name = `${system}: ${operation}`.padEnd(NAME_WIDTH);
    return [`${name}${figures.join("")}`, ...others, mark].filter(Boolean).join("  ");
  });
  const heading = `${"gas per unit".padEnd(NAME_WIDTH)}${sizes.map((n) => `N = ${figure(n)}`.padStart(WIDTH)).join("")}`;
  return [heading, ...lines, "", "* exceeds what one transaction may have on mainnet"].join("\n");
}

const NAME_WIDTH = 66;
const WIDTH = 11;

export type Operation = Pick<GasRow, "system" | "operation" | "source"> & {
  readonly cells: ReadonlyMap<number, GasRow>;
};

/** Rows grouped by operation, in their order. */
export function operationsOf(rows: readonly GasRow[]): Operation[] {
  const groups = Map.groupBy(rows, ({ system, operation }) => `${system}\n${operation}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, cells: new Map(group.map((row) => [row.n, row])) }];
  });
}

/** A figure, marked if it exceeds mainnet's limits; empty if there is none. */
export function cellText(row: GasRow | undefined): string {
  if (row === undefined) return "";
  return `${figure(row.gasPerUnit)}${row.beyond === undefined ? "" : "*"}`;
}

export function figure(value: number): string {
  return value.toLocaleString("en-US");
}
