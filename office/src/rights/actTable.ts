import type { DatabaseSync } from "node:sqlite";
import { type Row, textOf, textsOf } from "../storage/columns.ts";
import type { Act, ActKind, ActState } from "./Act.ts";

export function addAct(db: DatabaseSync, act: Act, body: string | undefined): void {
  db.prepare(
    "insert into act (id, kind, event, rights, body, by, at, state, results) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  ).run(
    ...[act.id, act.kind, act.eventId, JSON.stringify(act.rightIds), body ?? null, act.by ?? null, act.at, act.state],
    JSON.stringify(act.results),
  );
}

export function changeAct(db: DatabaseSync, { id, state, results }: Act): void {
  db.prepare("update act set state = ?, results = ? where id = ?").run(state, JSON.stringify(results), id);
}

export function dropAct(db: DatabaseSync, id: string): void {
  db.prepare("delete from act where id = ?").run(id);
}

/** Acts whose outcome is not known, oldest first, each with its body. */
export function openActs(db: DatabaseSync): { readonly act: Act; readonly body: string | undefined }[] {
  return db
    .prepare("select * from act where state in ('open', 'undecided') order by at limit 1000")
    .all()
    .map((row) => ({ act: actIn(row), body: textOf(row.body) }));
}

/** How many rights changed in a time, by kind. Two acts that a phone asked for may have the same change. */
export function countActs(
  db: DatabaseSync,
  eventId: number,
  from: number,
  until: number,
): ReadonlyMap<ActKind, number> {
  const rows = db
    .prepare(
      `select kind, count(distinct json_extract(value, '$.rightId') || coalesce(body, '')) as rights
       from act, json_each(act.results)
       where event = ? and at >= ? and at < ? and json_extract(value, '$.status') not in ('refused', 'failed') group by kind`,
    )
    .all(eventId, from, until);
  return new Map(rows.map((row) => [String(row.kind) as ActKind, Number(row.rights)]));
}

function actIn(row: Row): Act {
  const by = textOf(row.by);
  return {
    id: String(row.id),
    kind: String(row.kind) as ActKind,
    eventId: Number(row.event),
    rightIds: textsOf(row.rights),
    ...(by !== undefined && { by }),
    at: Number(row.at),
    state: String(row.state) as ActState,
    results: JSON.parse(String(row.results)),
  };
}
