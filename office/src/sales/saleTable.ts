import type { DatabaseSync } from "node:sqlite";
import { type Address, isHex } from "doorkey";
import { numberOf, type Row, textOf, textsOf } from "../storage/columns.ts";
import type { KeptSale, SaleSource, SaleState } from "./Sale.ts";

/** Most sales that a search shows. */
const MOST = 50;

/** Writes a new sale. */
export function addSale(db: DatabaseSync, sale: KeptSale): void {
  db.prepare(
    `insert into sale (id, purchase, source, shop, order_id, event, class, quantity, seats, persons, state, created_at,
       created_by, kept_until, expires_at, holder, rights, changed_at, problem)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)`,
  ).run(
    ...[sale.id, sale.purchase, sale.source, sale.shop ?? null, sale.order, sale.eventId, sale.className],
    ...[sale.quantity, JSON.stringify(sale.seats), sale.persons ? JSON.stringify(sale.persons) : null, sale.state],
    ...[sale.createdAt, sale.by ?? null, sale.keptUntil ?? null, sale.expiresAt ?? null, sale.holder ?? null],
    ...[JSON.stringify(sale.rightIds), sale.changedAt],
  );
  addRights(db, sale);
}

/** Writes what changed of a sale. */
export function changeSale(db: DatabaseSync, sale: KeptSale): void {
  db.prepare(
    `update sale set state = ?, kept_until = ?, expires_at = ?, holder = ?, rights = ?, changed_at = ?, problem = ?,
       persons = ? where id = ?`,
  ).run(
    ...[sale.state, sale.keptUntil ?? null, sale.expiresAt ?? null, sale.holder ?? null],
    ...[JSON.stringify(sale.rightIds), sale.changedAt, sale.problem ? JSON.stringify(sale.problem) : null],
    ...[sale.persons ? JSON.stringify(sale.persons) : null, sale.id],
  );
  addRights(db, sale);
}

function addRights(db: DatabaseSync, { id, rightIds }: KeptSale): void {
  const insert = db.prepare("insert or replace into sale_right values (?, ?)");
  for (const right of rightIds) insert.run(right, id);
}

export function dropSale(db: DatabaseSync, id: string): void {
  db.prepare("delete from sale where id = ?").run(id);
}

export function saleOfId(db: DatabaseSync, id: string): KeptSale | undefined {
  return optional(db.prepare("select * from sale where id = ?").get(id));
}

export function saleOfPurchase(db: DatabaseSync, purchase: string): KeptSale | undefined {
  return optional(db.prepare("select * from sale where purchase = ?").get(purchase));
}

export function saleOfRight(db: DatabaseSync, right: string): KeptSale | undefined {
  return optional(
    db.prepare("select sale.* from sale join sale_right on sale.id = sale_right.sale where right = ?").get(right),
  );
}

/** Sales whose order has a text at its start, or whose holder it is, newest first. */
export function searchSales(db: DatabaseSync, text: string, eventId: number | undefined): KeptSale[] {
  const pattern = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  return db
    .prepare(
      `select * from sale where (order_id like ? escape '\\' or holder = ? collate nocase)
         and (?3 is null or event = ?3) order by created_at desc limit ${MOST}`,
    )
    .all(pattern, text, eventId ?? null)
    .map(saleIn);
}

/** Sales that are not granted yet and may be, oldest first. */
export function openSales(
  db: DatabaseSync,
  states: readonly SaleState[] = ["reserved", "waiting", "claimed"],
): KeptSale[] {
  const marks = states.map(() => "?").join(", ");
  return db
    .prepare(`select * from sale where state in (${marks}) order by created_at`)
    .all(...states)
    .map(saleIn);
}

/** Sales whose time is over, and those that never got one. */
export function dueSales(db: DatabaseSync, now: number): KeptSale[] {
  return db
    .prepare(
      `select * from sale where state in ('reserved', 'waiting') and coalesce(kept_until, expires_at, 0) <= ? limit 1000`,
    )
    .all(now)
    .map(saleIn);
}

/** How many sales are not granted yet, by state. */
export function countOpenSales(db: DatabaseSync): Record<string, number> {
  const rows = db
    .prepare(
      "select state, count(*) as sales from sale where state in ('reserved', 'waiting', 'claimed') group by state",
    )
    .all();
  return Object.fromEntries(rows.map(({ state, sales }) => [String(state), Number(sales)]));
}

/** Rights of sales that were made in a time, by class and state. */
export function countSales(db: DatabaseSync, eventId: number, from: number, until: number) {
  return db
    .prepare(
      `select class, state, sum(quantity) as rights from sale
       where event = ? and created_at >= ? and created_at < ? group by class, state`,
    )
    .all(eventId, from, until)
    .map((row) => ({
      className: String(row.class),
      state: String(row.state) as SaleState,
      rights: Number(row.rights),
    }));
}

function optional(row: Row | undefined): KeptSale | undefined {
  return row && saleIn(row);
}

function saleIn(row: Row): KeptSale {
  const [shop, by, persons, problem] = [row.shop, row.created_by, row.persons, row.problem].map(textOf);
  const [keptUntil, expiresAt] = [row.kept_until, row.expires_at].map(numberOf);
  const holder = textOf(row.holder);
  return {
    id: String(row.id),
    purchase: String(row.purchase),
    eventId: Number(row.event),
    order: String(row.order_id),
    source: String(row.source) as SaleSource,
    ...(shop !== undefined && { shop }),
    className: String(row.class),
    quantity: Number(row.quantity),
    seats: textsOf(row.seats),
    ...(persons !== undefined && { persons: textsOf(persons) }),
    state: String(row.state) as SaleState,
    createdAt: Number(row.created_at),
    ...(by !== undefined && { by }),
    ...(keptUntil !== undefined && { keptUntil }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(isHex(holder, 20) && { holder: holder as Address }),
    rightIds: textsOf(row.rights),
    changedAt: Number(row.changed_at),
    ...(problem !== undefined && { problem: JSON.parse(problem) }),
  };
}
