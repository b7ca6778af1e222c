import { openPostgres, type PostgresClient, type PostgresDatabase, type PostgresRow } from "../../core/openPostgres.ts";
import { parseJson } from "../../core/parseJson.ts";
import { PURCHASE, type Purchase, type PurchaseStore } from "./Purchase.ts";

/**
 * Purchases in a PostgreSQL database, which the processes of several machines may share. Each change is one
 * transaction. What was saved survives a loss of power if the database does, so `synchronous_commit` must stay on.
 *
 * For Node.js, with the package `pg`.
 *
 * @param database Its address, or a pool of the package `pg`. The table `doorkey_purchases` is created in it.
 * @throws VALUE_INVALID; JOURNAL_DAMAGED from its functions, for an order that a store of another version wrote; errors
 * of PostgreSQL.
 * @example
 * import { postgresPurchases, type Seller } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * async function sellerOf(connection: Connection, agentId: number): Promise<Seller> {
 *   return { connection, agentId, purchases: await postgresPurchases("postgres://shop@localhost/shop") };
 * }
 */
export async function postgresPurchases(database: PostgresDatabase): Promise<PostgresPurchases> {
  const postgres = await openPostgres(database, SCHEMA);

  const read = ({ order_id, purchase }: PostgresRow): Purchase =>
    parseJson("JOURNAL_DAMAGED", PURCHASE, String(purchase), `doorkey_purchases, order ${order_id}`);

  async function find(column: "order_id" | "purchase_key", value: string): Promise<Purchase | undefined> {
    const text = `SELECT order_id, purchase FROM doorkey_purchases WHERE ${column} = $1`;
    const [row] = await postgres.rows(text, [value]);
    return row === undefined ? undefined : read(row);
  }

  return {
    ofOrder: (orderId) => find("order_id", orderId),
    ofKey: (purchaseKey) => find("purchase_key", purchaseKey.toLowerCase()),
    openOf: async (eventId, classId) => {
      const text = "SELECT order_id, purchase FROM doorkey_purchases WHERE is_open AND event_id = $1 AND class_id = $2";
      return (await postgres.rows(text, [eventId, classId])).map(read);
    },
    save: (purchases) =>
      postgres.transaction(async (client) => {
        const kept = (await insert(client, purchases)) && (await update(client, purchases));
        return { keep: kept, value: kept };
      }),
    close: postgres.close,
  };
}

/** A store that keeps connections open. */
export type PostgresPurchases = PurchaseStore & { close(): Promise<void> };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS doorkey_purchases (
    order_id text PRIMARY KEY,
    purchase_key text NOT NULL UNIQUE,
    revision bigint NOT NULL,
    event_id bigint NOT NULL,
    class_id integer NOT NULL,
    is_open boolean NOT NULL,
    purchase text NOT NULL
  );
  CREATE INDEX IF NOT EXISTS doorkey_open_purchases ON doorkey_purchases (event_id, class_id) WHERE is_open;
`;

/** Adds the purchases of revision 0. Returns whether each of them is its order's first. */
async function insert(client: PostgresClient, purchases: readonly Purchase[]): Promise<boolean> {
  const first = purchases.filter(({ revision }) => revision === 0);
  if (first.length === 0) return true;
  const { rowCount } = await client.query(
    `INSERT INTO doorkey_purchases ${ROWS} ORDER BY order_id ON CONFLICT (order_id) DO NOTHING`,
    columnsOf(first),
  );
  return rowCount === first.length;
}

/** Replaces the earlier revisions. Returns whether all of them were there. */
async function update(client: PostgresClient, purchases: readonly Purchase[]): Promise<boolean> {
  const next = purchases.filter(({ revision }) => revision > 0);
  if (next.length === 0) return true;
  // Two processes that change the same orders lock them in one order, so neither waits for the other for ever.
  await client.query("SELECT 1 FROM doorkey_purchases WHERE order_id = ANY($1::text[]) ORDER BY order_id FOR UPDATE", [
    next.map(({ orderId }) => orderId),
  ]);
  const { rowCount } = await client.query(
    `UPDATE doorkey_purchases AS kept
    SET purchase_key = next.purchase_key, revision = next.revision, event_id = next.event_id,
      class_id = next.class_id, is_open = next.is_open, purchase = next.purchase
    FROM (${ROWS}) AS next
    WHERE kept.order_id = next.order_id AND kept.revision = next.revision - 1`,
    columnsOf(next),
  );
  return rowCount === next.length;
}

const ROWS = `SELECT * FROM unnest(
  $1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::boolean[], $7::text[]
) AS row (order_id, purchase_key, revision, event_id, class_id, is_open, purchase)`;

function columnsOf(purchases: readonly Purchase[]): unknown[] {
  return [
    purchases.map(({ orderId }) => orderId),
    purchases.map(({ invitation }) => invitation.purchaseKey.toLowerCase()),
    purchases.map(({ revision }) => revision),
    purchases.map(({ invitation }) => invitation.event.eventId),
    purchases.map(({ invitation }) => invitation.classId),
    purchases.map(({ pass }) => pass === undefined),
    purchases.map((purchase) => JSON.stringify(purchase)),
  ];
}
