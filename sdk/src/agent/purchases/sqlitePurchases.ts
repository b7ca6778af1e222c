import type { DatabaseSync } from "node:sqlite";
import { assertText } from "../../core/assertText.ts";
import { invitedUntil } from "./invitedUntil.ts";
import { type KeptPurchase, readKept, takeRequests } from "./keptPurchases.ts";
import type { Purchase, PurchaseStore } from "./Purchase.ts";

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
      event_id INTEGER NOT NULL,
      class_id INTEGER NOT NULL,
      rights INTEGER NOT NULL,
      invited_until INTEGER NOT NULL,
      purchase TEXT NOT NULL,
      requests TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS grant_requests (id TEXT PRIMARY KEY, request TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS invited_rights (
      event_id INTEGER NOT NULL,
      class_id INTEGER NOT NULL,
      until INTEGER NOT NULL,
      rights INTEGER NOT NULL,
      PRIMARY KEY (event_id, class_id, until)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS purchase_seats (
      order_id TEXT NOT NULL,
      seat INTEGER NOT NULL,
      PRIMARY KEY (order_id, seat)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS orders_of_seats ON purchase_seats (seat);
  `);
  const ofOrder = database.prepare(`${WHOLE} WHERE order_id = ?`);
  const ofKey = database.prepare(`${WHOLE} WHERE purchase_key = ?`);
  const keepRequest = database.prepare("INSERT INTO grant_requests VALUES (?, ?) ON CONFLICT DO NOTHING");
  const rightsOf = database.prepare(
    `SELECT
      (SELECT coalesce(sum(rights), 0) FROM invited_rights
        WHERE event_id = $eventId AND class_id = $classId AND until > $now) -
      (SELECT coalesce(sum(rights), 0) FROM purchases WHERE order_id = $except AND ${IS_INVITED}) AS rights`,
  );
  // A cross join keeps this order: from the few seats to their orders, never through all orders.
  const seatsOf = database.prepare(
    `SELECT DISTINCT seat FROM json_each($seats) AS wanted CROSS JOIN purchase_seats ON seat = wanted.value
    CROSS JOIN purchases USING (order_id) WHERE order_id IS NOT $except AND ${IS_INVITED} ORDER BY seat`,
  );
  const insert = database.prepare(
    `INSERT INTO purchases VALUES ($orderId, $key, $revision, $eventId, $classId, $rights, $until, $purchase, $requests)
    ON CONFLICT (order_id) DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE purchases SET purchase_key = $key, revision = $revision, event_id = $eventId, class_id = $classId,
      rights = $rights, invited_until = $until, purchase = $purchase, requests = $requests
    WHERE order_id = $orderId AND revision = $revision - 1`,
  );
  const addRights = database.prepare(
    `INSERT INTO invited_rights SELECT event_id, class_id, invited_until, $sign * rights FROM purchases
    WHERE order_id = $orderId AND invited_until > 0
    ON CONFLICT DO UPDATE SET rights = rights + excluded.rights`,
  );
  const dropSeats = database.prepare("DELETE FROM purchase_seats WHERE order_id = ?");
  const addSeats = database.prepare("INSERT INTO purchase_seats SELECT ?, value FROM json_each(?)");

  const write = (purchase: Purchase, { text, requests }: KeptPurchase): boolean => {
    const { orderId, revision, invitation, seats } = purchase;
    addRights.run({ orderId, sign: -1 });
    const { changes } = (revision === 0 ? insert : update).run({
      orderId,
      key: invitation.purchaseKey.toLowerCase(),
      revision,
      eventId: invitation.event.eventId,
      classId: invitation.classId,
      rights: invitation.quantity,
      until: invitedUntil(purchase),
      purchase: text,
      requests: JSON.stringify(requests),
    });
    if (Number(changes) !== 1) return false;
    addRights.run({ orderId, sign: 1 });
    dropSeats.run(orderId);
    if (seats.length > 0) addSeats.run(orderId, JSON.stringify(seats));
    return true;
  };

  const writeAll = (purchases: readonly Purchase[]): boolean => {
    const { kept, requests } = takeRequests(purchases);
    for (const [id, request] of requests) keepRequest.run(id, request);
    return purchases.every((purchase, i) => write(purchase, kept[i] as KeptPurchase));
  };

  const read = ({ order_id, purchase, requests }: Record<string, unknown>): Purchase =>
    readKept(String(purchase), JSON.parse(String(requests)), `${path}, order ${order_id}`);
  const readOne = (row: Record<string, unknown> | undefined) => (row === undefined ? undefined : read(row));

  return {
    ofOrder: async (orderId) => readOne(ofOrder.get(orderId)),
    ofKey: async (purchaseKey) => readOne(ofKey.get(purchaseKey.toLowerCase())),
    invitedOf: async ({ seats, except = null, ...rest }) => {
      const { rights } = rightsOf.get({ ...rest, except }) ?? {};
      const found = seats.length === 0 ? [] : seatsOf.all({ ...rest, except, seats: JSON.stringify(seats) });
      return { rights: Number(rights), seats: found.map(({ seat }) => Number(seat)) };
    },
    save: async (purchases) => allOrNone(database, () => writeAll(purchases)),
    close: () => database.close(),
  };
}

/** Orders, with their requests by id. */
const WHOLE = `SELECT order_id, purchase, (
  SELECT json_group_object(id, request) FROM grant_requests WHERE id IN (SELECT value FROM json_each(requests))
) AS requests FROM purchases`;

const IS_INVITED = "event_id = $eventId AND class_id = $classId AND invited_until > $now";

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
