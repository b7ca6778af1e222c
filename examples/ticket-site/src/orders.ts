import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** What somebody wants to buy. Its id is the secret in the link to the ticket. */
export type Order = { readonly id: string; readonly quantity: number; readonly paidAt: number | undefined };

/** The shop's own orders: any shop has such a table already. */
export type Orders = {
  place(quantity: number): Order;
  find(id: string): Order | undefined;
  /** What a payment provider's answer does. */
  markPaid(id: string): void;
};

export function sqliteOrders(database: DatabaseSync): Orders {
  database.exec(`
    CREATE TABLE IF NOT EXISTS orders (
      id TEXT PRIMARY KEY,
      quantity INTEGER NOT NULL,
      paid_at INTEGER
    ) STRICT`);
  const insert = database.prepare("INSERT INTO orders (id, quantity) VALUES (?, ?)");
  const select = database.prepare("SELECT id, quantity, paid_at FROM orders WHERE id = ?");
  const pay = database.prepare("UPDATE orders SET paid_at = unixepoch() WHERE id = ? AND paid_at IS NULL");
  return {
    place(quantity) {
      const id = randomBytes(16).toString("base64url");
      insert.run(id, quantity);
      return { id, quantity, paidAt: undefined };
    },
    find(id) {
      const row = select.get(id);
      if (row === undefined) return undefined;
      return { id, quantity: Number(row.quantity), paidAt: row.paid_at === null ? undefined : Number(row.paid_at) };
    },
    markPaid(id) {
      pay.run(id);
    },
  };
}
