import { randomInt } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type Address, isHex } from "doorkey";

/** A phone that asks for the ticket of an order. */
export type Wish = {
  /** Address of its key. */
  readonly newHolder: Address;
  /** Six digits, which both phones show. Random, because a stranger with the link could search for a key to match. */
  readonly number: string;
};

/** Only the newest wish counts, and the phone that has the ticket decides. */
export type Moves = {
  ask(orderId: string, newHolder: Address): Wish;
  asked(orderId: string): Wish | undefined;
  end(orderId: string): void;
};

/** Seconds for which a phone's wish stands. */
const STANDS = 900;

export function sqliteMoves(database: DatabaseSync): Moves {
  database.exec(`
    CREATE TABLE IF NOT EXISTS moves (
      order_id TEXT PRIMARY KEY,
      new_holder TEXT NOT NULL,
      number TEXT NOT NULL,
      asked_at INTEGER NOT NULL
    ) STRICT`);
  const insert = database.prepare(
    "INSERT OR REPLACE INTO moves (order_id, new_holder, number, asked_at) VALUES (?, ?, ?, unixepoch())",
  );
  const select = database.prepare(
    "SELECT new_holder, number FROM moves WHERE order_id = ? AND asked_at > unixepoch() - ?",
  );
  const remove = database.prepare("DELETE FROM moves WHERE order_id = ?");
  return {
    ask(orderId, newHolder) {
      const digits = String(randomInt(1_000_000)).padStart(6, "0");
      const number = `${digits.slice(0, 3)} ${digits.slice(3)}`;
      insert.run(orderId, newHolder, number);
      return { newHolder, number };
    },
    asked(orderId) {
      const row = select.get(orderId, STANDS);
      const newHolder = row?.new_holder;
      return isHex(newHolder, 20) ? { newHolder, number: String(row?.number) } : undefined;
    },
    end: (orderId) => void remove.run(orderId),
  };
}
