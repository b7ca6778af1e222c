import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** What a buyer orders. Its id is the secret in the link to the ticket. */
export type Order = Choice & { readonly id: string; readonly isPaid: boolean };

export type Choice = {
  readonly className: string;
  readonly quantity: number;
  /** Labels, one for each person. Empty in a class without seats. */
  readonly seats: readonly string[];
  /** What the buyer pays. */
  readonly sum: number;
};

/** The shop's own orders. Every shop has such a table already. */
export type Orders = {
  place(choice: Choice): string;
  find(id: string): Order | undefined;
  /** Called when the payment provider reports the payment. */
  markPaid(id: string): void;
  /** Seats of paid orders, and of new ones, whose buyers may be about to pay. */
  takenSeats(): ReadonlySet<string>;
};

/** Seconds for which an unpaid order keeps its seats. */
const KEPT = 900;

export function sqliteOrders(database: DatabaseSync): Orders {
  database.exec(`
    CREATE TABLE IF NOT EXISTS orders (
      id TEXT PRIMARY KEY,
      class TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      seats TEXT NOT NULL,
      sum REAL NOT NULL,
      placed_at INTEGER NOT NULL,
      paid_at INTEGER
    ) STRICT`);
  const insert = database.prepare(
    "INSERT INTO orders (id, class, quantity, seats, sum, placed_at) VALUES (?, ?, ?, ?, ?, unixepoch())",
  );
  const select = database.prepare("SELECT class, quantity, seats, sum, paid_at FROM orders WHERE id = ?");
  const pay = database.prepare("UPDATE orders SET paid_at = unixepoch() WHERE id = ? AND paid_at IS NULL");
  const taken = database.prepare(
    `SELECT value FROM orders, json_each(orders.seats) WHERE paid_at IS NOT NULL OR placed_at > unixepoch() - ?`,
  );
  return {
    place({ className, quantity, seats, sum }) {
      const id = randomBytes(16).toString("base64url");
      insert.run(id, className, quantity, JSON.stringify(seats), sum);
      return id;
    },
    find(id) {
      const row = select.get(id);
      if (row === undefined) return undefined;
      return {
        id,
        className: String(row.class),
        quantity: Number(row.quantity),
        seats: JSON.parse(String(row.seats)),
        sum: Number(row.sum),
        isPaid: row.paid_at !== null,
      };
    },
    markPaid(id) {
      pay.run(id);
    },
    takenSeats: () => new Set(taken.all(KEPT).map(({ value }) => String(value))),
  };
}
