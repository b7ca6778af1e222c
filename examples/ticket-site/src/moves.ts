import type { DatabaseSync } from "node:sqlite";
import { type Address, isHex } from "doorkey";

/** Phones that ask for the ticket of an order. Only the newest counts, and the phone that has the ticket decides. */
export type Moves = {
  ask(orderId: string, newHolder: Address): void;
  asked(orderId: string): Address | undefined;
  end(orderId: string): void;
};

/** Seconds for which a phone's wish stands. */
const STANDS = 900;

export function sqliteMoves(database: DatabaseSync): Moves {
  database.exec(`
    CREATE TABLE IF NOT EXISTS moves (
      order_id TEXT PRIMARY KEY,
      new_holder TEXT NOT NULL,
      asked_at INTEGER NOT NULL
    ) STRICT`);
  const insert = database.prepare(
    "INSERT OR REPLACE INTO moves (order_id, new_holder, asked_at) VALUES (?, ?, unixepoch())",
  );
  const select = database.prepare("SELECT new_holder FROM moves WHERE order_id = ? AND asked_at > unixepoch() - ?");
  const remove = database.prepare("DELETE FROM moves WHERE order_id = ?");
  return {
    ask: (orderId, newHolder) => void insert.run(orderId, newHolder),
    asked(orderId) {
      const holder = select.get(orderId, STANDS)?.new_holder;
      return isHex(holder, 20) ? holder : undefined;
    },
    end: (orderId) => void remove.run(orderId),
  };
}
