import { openPostgres, type PostgresClient, type PostgresDatabase, type PostgresRow } from "../../core/openPostgres.ts";
import { parseJson } from "../../core/parseJson.ts";
import { invitedUntil } from "./invitedUntil.ts";
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
    invitedOf: async ({ eventId, classId, now, seats, except = null }) => {
      const [row] = await postgres.rows(INVITED, [eventId, classId, now, except, seats]);
      return { rights: Number(row?.rights), seats: row?.seats as number[] };
    },
    save: (purchases) =>
      postgres.transaction(async (client) => {
        const kept = (await insert(client, purchases)) && (await replace(client, purchases));
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
    rights integer NOT NULL,
    invited_until bigint NOT NULL,
    seats integer[] NOT NULL,
    purchase text NOT NULL
  );
  CREATE TABLE IF NOT EXISTS doorkey_invited_rights (
    event_id bigint NOT NULL,
    class_id integer NOT NULL,
    until bigint NOT NULL,
    rights bigint NOT NULL,
    PRIMARY KEY (event_id, class_id, until)
  );
  CREATE INDEX IF NOT EXISTS doorkey_invited_seats ON doorkey_purchases USING gin (seats)
    WITH (fastupdate = off) WHERE invited_until > 0;
`;

const IS_INVITED = "event_id = $1 AND class_id = $2 AND invited_until > $3";

/** The few orders of the seats are found first, never by going through all orders of the class. */
const INVITED = `WITH seated AS MATERIALIZED (
  SELECT * FROM doorkey_purchases WHERE invited_until > 0 AND seats && $5::integer[]
) SELECT
  (SELECT coalesce(sum(rights), 0) FROM doorkey_invited_rights WHERE event_id = $1 AND class_id = $2 AND until > $3) -
  (SELECT coalesce(sum(rights), 0) FROM doorkey_purchases WHERE order_id = $4 AND ${IS_INVITED}) AS rights,
  ARRAY(
    SELECT DISTINCT seat FROM seated, unnest(seats) AS seat
    WHERE order_id IS DISTINCT FROM $4 AND ${IS_INVITED} AND seat = ANY ($5::integer[]) ORDER BY seat
  ) AS seats`;

/** Adds the purchases of revision 0. Returns whether each of them is its order's first. */
async function insert(client: PostgresClient, purchases: readonly Purchase[]): Promise<boolean> {
  const first = purchases.filter(({ revision }) => revision === 0);
  if (first.length === 0) return true;
  const { rowCount } = await client.query(
    `INSERT INTO doorkey_purchases ${ROWS} ORDER BY order_id ON CONFLICT (order_id) DO NOTHING`,
    columnsOf(first),
  );
  if (rowCount !== first.length) return false;
  await countInvited(client, [], first.map(sumOf));
  return true;
}

/** Replaces the earlier revisions. Returns whether all of them were there. */
async function replace(client: PostgresClient, purchases: readonly Purchase[]): Promise<boolean> {
  const next = purchases.filter(({ revision }) => revision > 0);
  if (next.length === 0) return true;
  // Two processes that change the same orders lock them in one order, so neither waits for the other for ever.
  const before = await client.query(
    `SELECT event_id, class_id, invited_until, rights FROM doorkey_purchases
    WHERE order_id = ANY($1::text[]) ORDER BY order_id FOR UPDATE`,
    [next.map(({ orderId }) => orderId)],
  );
  const { rowCount } = await client.query(
    `UPDATE doorkey_purchases AS kept
    SET purchase_key = next.purchase_key, revision = next.revision, event_id = next.event_id,
      class_id = next.class_id, rights = next.rights, invited_until = next.invited_until, seats = next.seats,
      purchase = next.purchase
    FROM (${ROWS}) AS next
    WHERE kept.order_id = next.order_id AND kept.revision = next.revision - 1`,
    columnsOf(next),
  );
  if (rowCount !== next.length) return false;
  const sums = before.rows.map(({ event_id, class_id, invited_until, rights }) => ({
    eventId: Number(event_id),
    classId: Number(class_id),
    until: Number(invited_until),
    rights: Number(rights),
  }));
  await countInvited(client, sums, next.map(sumOf));
  return true;
}

/** Rights of one class in orders that are invited until the same second. */
type Sum = { readonly eventId: number; readonly classId: number; readonly until: number; readonly rights: number };

function sumOf(purchase: Purchase): Sum {
  const { event, classId, quantity } = purchase.invitation;
  return { eventId: event.eventId, classId, until: invitedUntil(purchase), rights: quantity };
}

/** Changes the sums, the last ones of a transaction to be locked, and in one order. */
async function countInvited(client: PostgresClient, before: readonly Sum[], after: readonly Sum[]): Promise<void> {
  const signed = [...before.map((sum) => ({ ...sum, rights: -sum.rights })), ...after];
  await client.query(
    `INSERT INTO doorkey_invited_rights
    SELECT event_id, class_id, until, sum(rights)
    FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) AS row (event_id, class_id, until, rights)
    WHERE until > 0 GROUP BY event_id, class_id, until HAVING sum(rights) <> 0 ORDER BY event_id, class_id, until
    ON CONFLICT (event_id, class_id, until) DO UPDATE SET rights = doorkey_invited_rights.rights + excluded.rights`,
    (["eventId", "classId", "until", "rights"] as const).map((name) => signed.map((sum) => sum[name])),
  );
}

const ROWS = `SELECT order_id, purchase_key, revision, event_id, class_id, rights, invited_until,
  seats::integer[] AS seats, purchase
FROM unnest(
  $1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[], $7::bigint[], $8::text[], $9::text[]
) AS row (order_id, purchase_key, revision, event_id, class_id, rights, invited_until, seats, purchase)`;

function columnsOf(purchases: readonly Purchase[]): unknown[] {
  return [
    purchases.map(({ orderId }) => orderId),
    purchases.map(({ invitation }) => invitation.purchaseKey.toLowerCase()),
    purchases.map(({ revision }) => revision),
    purchases.map(({ invitation }) => invitation.event.eventId),
    purchases.map(({ invitation }) => invitation.classId),
    purchases.map(({ invitation }) => invitation.quantity),
    purchases.map(invitedUntil),
    purchases.map(({ seats }) => `{${seats}}`),
    purchases.map((purchase) => JSON.stringify(purchase)),
  ];
}
