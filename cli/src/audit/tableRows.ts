import type { AuditResult } from "doorkey/audit";

/** A row of a statement's table, by the names of its columns. */
export type TableRow = {
  /** A cell as text; empty if the table has no such column. */
  text(column: string): string;
  /** A cell as a number; 0 if it is none. */
  number(column: string): number;
};

/** The rows of all tables of this name. */
export function tableRows({ statements }: Pick<AuditResult, "statements">, name: string): TableRow[] {
  const tables = statements.flatMap(({ tables }) => tables).filter((table) => table.name === name);
  return tables.flatMap(({ columns, rows }) =>
    rows.map((row): TableRow => {
      const cell = (column: string) => row[columns.indexOf(column)] ?? "";
      return { text: (column) => String(cell(column)), number: (column) => Number(cell(column)) || 0 };
    }),
  );
}
