import type { DatabaseSync } from "node:sqlite";
import type { RightId } from "doorkey";

/** Which rights the shop granted to which key, so that a wallet learns what became of them. */
export type Holders = {
  keep(holder: string, rightIds: readonly RightId[]): void;
  granted(holder: string): readonly RightId[];
};

export function sqliteHolders(database: DatabaseSync): Holders {
  database.exec(`
    CREATE TABLE IF NOT EXISTS holders (
      right_id TEXT PRIMARY KEY,
      holder TEXT NOT NULL COLLATE NOCASE
    ) STRICT`);
  const insert = database.prepare("INSERT OR IGNORE INTO holders (right_id, holder) VALUES (?, ?)");
  const select = database.prepare("SELECT right_id FROM holders WHERE holder = ?");
  return {
    keep(holder, rightIds) {
      for (const rightId of rightIds) insert.run(String(rightId), holder);
    },
    granted: (holder) => select.all(holder).map((row) => BigInt(String(row.right_id))),
  };
}
