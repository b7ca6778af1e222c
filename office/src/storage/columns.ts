import type { SQLOutputValue } from "node:sqlite";

/** A row as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** A text column that may be null. */
export const textOf = (value: SQLOutputValue | undefined): string | undefined =>
  value === null || value === undefined ? undefined : String(value);

/** A number column that may be null. */
export const numberOf = (value: SQLOutputValue | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

/** A list of texts in a JSON column. The office alone writes it. */
export const textsOf = (value: SQLOutputValue | undefined): readonly string[] => JSON.parse(String(value ?? "[]"));
