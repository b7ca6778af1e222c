import type { DatabaseSync } from "node:sqlite";
import { assertText } from "../../core/assertText.ts";
import { parseJson } from "../../core/parseJson.ts";
import { PURCHASE, type Purchase, type PurchaseStore } from "./Purchase.ts";

/** Milliseconds that a process waits while another writes. */
const BUSY_TIMEOUT = 5_000;

/**
 * Purchases in an SQLite file, which several processes of one machine may share. Saved purchases survive a loss of
 * power.
 *
 * For Node.js.
 *
 * @throws JOURNAL_DAMAGED from its functions, for an order that a store of another version wrote.
 * @example
 * import { sqlitePurchases, type Seller } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * async function sellerOf(connection: Connection, agentId: number): Promise<Seller> {
 *   return { connection, agentId, purchases: await sqlitePurchases("purchases.sqlite") };
 * }
 */
export async function sqlitePurchases(path: string): Promise<SqlitePurchases> {
  assertText("path", path);
  // Imported only here, because the package has to work where there is no SQLite.
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS purchases (
      order_id TEXT PRIMARY KEY,
      purchase_key TEXT NOT NULL UNIQUE,
      revision INTEGER NOT NULL,
      purchase TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS open_purchases ON purchases (${EVENT_ID}, ${CLASS_ID}) WHERE ${IS_OPEN};
  `);
  const ofOrder = database.prepare("SELECT order_id, purchase FROM purchases WHERE order_id = ?");
  const ofKey = database.prepare("SELECT order_id, purchase FROM purchases WHERE purchase_key = ?");
  const openOf = database.prepare(
    `SELECT order_id, purchase FROM purchases WHERE ${IS_OPEN} AND ${EVENT_ID} = ? AND ${CLASS_ID} = ?`,
  );
  const insert = database.prepare("INSERT INTO purchases VALUES (?, ?, ?, ?) ON CONFLICT (order_id) DO NOTHING");
  const update = database.prepare(
    "UPDATE purchases SET purchase_key = ?, revision = ?, purchase = ? WHERE order_id = ? AND revision = ?",
  );

  const write = (purchase: Purchase): boolean => {
    const { orderId, revision, invitation } = purchase;
    const [key, text] = [invitation.purchaseKey.toLowerCase(), JSON.stringify(purchase)];
    const { changes } =
      revision === 0
        ? insert.run(orderId, key, revision, text)
        : update.run(key, revision, text, orderId, revision - 1);
    return Number(changes) === 1;
  };

  const read = (row: Record<string, unknown>): Purchase =>
    parseJson("JOURNAL_DAMAGED", PURCHASE, String(row.purchase), `${path}, order ${row.order_id}`);
  const readOne = (row: Record<string, unknown> | undefined) => (row === undefined ? undefined : read(row));

  return {
    ofOrder: async (orderId) => readOne(ofOrder.get(orderId)),
    ofKey: async (purchaseKey) => readOne(ofKey.get(purchaseKey.toLowerCase())),
    openOf: async (eventId, classId) => openOf.all(eventId, classId).map(read),
    save: async (purchases) => allOrNone(database, () => purchases.every(write)),
    close: () => database.close(),
  };
}

/** Fields of a purchase in its JSON, as the index of open purchases has them. */
const EVENT_ID = ofJson("json_extract(purchase, '$.invitation.event.eventId')");
const CLASS_ID = ofJson("json_extract(purchase, '$.invitation.classId')");
const IS_OPEN = ofJson("json_extract(purchase, '$.pass') IS NULL");

/** A row that a disk or a person damaged must not keep the others from being read. */
function ofJson(expression: string): string {
  return `CASE WHEN json_valid(purchase) THEN ${expression} END`;
}

/** A store that keeps a file open. */
export type SqlitePurchases = PurchaseStore & { close(): void };

/** Runs `work` in a transaction, which is committed if `work` returns true. */
function allOrNone(database: DatabaseSync, work: () => boolean): boolean {
  database.exec("BEGIN IMMEDIATE");
  try {
    const done = work();
    database.exec(done ? "COMMIT" : "ROLLBACK");
    return done;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
