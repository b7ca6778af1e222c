import type { DatabaseSync } from "node:sqlite";
import { type Row, textOf, textsOf } from "../storage/columns.ts";
import type { Import, ImportKind, ImportState, OrderRow, RefusedLine } from "./Import.ts";

/** How a good row ended. */
export type RowOutcome = { readonly line: number } & (
  | { readonly state: "granted"; readonly rights: readonly string[] }
  | { readonly state: "refused"; readonly reason: string; readonly sentence: string }
);

type NewImport = Pick<Import, "id" | "eventId" | "name" | "kind" | "createdAt"> & {
  readonly digest: string;
  readonly by: string;
  readonly good: readonly OrderRow[];
  readonly bad: readonly RefusedLine[];
};

export function addImport(db: DatabaseSync, { good, bad, ...one }: NewImport): void {
  db.prepare(
    `insert into import (id, event, name, digest, kind, state, rows, created_at, created_by)
     values (?, ?, ?, ?, ?, 'checked', ?, ?, ?)`,
  ).run(one.id, one.eventId, one.name, one.digest, one.kind, good.length + bad.length, one.createdAt, one.by);
  const insert = db.prepare(
    "insert into import_row (import, line, order_id, row, state, reason, sentence) values (?, ?, ?, ?, ?, ?, ?)",
  );
  for (const row of good) insert.run(one.id, row.line, row.order, JSON.stringify(row), "good", null, null);
  for (const { line, order, reason, sentence } of bad) {
    insert.run(one.id, line, order ?? null, null, "bad", reason, sentence);
  }
}

export function setImportState(db: DatabaseSync, id: string, state: ImportState, problem?: string): void {
  db.prepare("update import set state = ?, problem = ? where id = ?").run(state, problem ?? null, id);
}

export function endRows(db: DatabaseSync, id: string, outcomes: readonly RowOutcome[]): void {
  const update = db.prepare(
    "update import_row set state = ?, rights = ?, reason = ?, sentence = ? where import = ? and line = ?",
  );
  for (const one of outcomes) {
    if (one.state === "granted") update.run("granted", JSON.stringify(one.rights), null, null, id, one.line);
    else update.run("refused", null, one.reason, one.sentence, id, one.line);
  }
}

const SELECT = `select import.*,
    (select count(*) from import_row where import = import.id and state = 'bad') as bad,
    (select count(*) from import_row where import = import.id and state = 'granted') as granted,
    (select count(*) from import_row where import = import.id and state = 'refused') as refused
  from import`;

export function importOf(db: DatabaseSync, id: string): Import | undefined {
  const row = db.prepare(`${SELECT} where id = ?`).get(id);
  return row && importIn(row);
}

export function importOfDigest(db: DatabaseSync, eventId: number, digest: string): Import | undefined {
  const row = db.prepare(`${SELECT} where event = ? and digest = ?`).get(eventId, digest);
  return row && importIn(row);
}

/** Newest first. */
export function allImports(db: DatabaseSync): Import[] {
  return db.prepare(`${SELECT} order by created_at desc limit 200`).all().map(importIn);
}

/** Good rows of an import, in their order, with what became of them. */
export function goodRows(
  db: DatabaseSync,
  id: string,
): { readonly row: OrderRow; readonly state: string; readonly rights: readonly string[] }[] {
  return db
    .prepare("select row, state, rights from import_row where import = ? and row is not null order by line")
    .all(id)
    .map(({ row, state, rights }) => ({ row: JSON.parse(String(row)), state: String(state), rights: textsOf(rights) }));
}

/** Lines that were left out or refused, in their order. */
export function refusedLines(db: DatabaseSync, id: string): RefusedLine[] {
  return db
    .prepare("select * from import_row where import = ? and state in ('bad', 'refused') order by line")
    .all(id)
    .map((row) => {
      const order = textOf(row.order_id);
      return {
        line: Number(row.line),
        ...(order !== undefined && { order }),
        reason: String(row.reason),
        sentence: String(row.sentence),
      };
    });
}

function importIn(row: Row): Import {
  const [by, problem] = [row.created_by, row.problem].map(textOf);
  return {
    id: String(row.id),
    eventId: Number(row.event),
    name: String(row.name),
    kind: String(row.kind) as ImportKind,
    state: String(row.state) as ImportState,
    rows: Number(row.rows),
    bad: Number(row.bad),
    granted: Number(row.granted),
    refused: Number(row.refused),
    createdAt: Number(row.created_at),
    ...(by !== undefined && { by }),
    ...(problem !== undefined && { problem }),
  };
}
