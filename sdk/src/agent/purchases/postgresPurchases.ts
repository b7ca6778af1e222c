import { openPostgres, type PostgresClient, type PostgresDatabase, type PostgresRow } from "../../core/openPostgres.ts";
import { invitedUntil } from "./invitedUntil.ts";
import { type KeptPurchase, readKept, takeRequests } from "./keptPurchases.ts";
import type { Purchase, PurchaseStore } from "./Purchase.ts";

/**
 * Purchases in a PostgreSQL database, which the processes of several machines may share. Each change is one
 * transaction. What was saved survives a loss of power if the database does, so `synchronous_commit` must stay on.
 *
 * For Node.js, with the package `pg`.
 *
 * @param database Its address, or a pool of the package `pg`. Tables named `doorkey_…` are created in it.
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

  const read = ({ order_id, purchase, requests }: PostgresRow): Purchase =>
    readKept(String(purchase), requests as Record<string, string>, `doorkey_purchases, order ${order_id}`);

  async function find(column: "order_id" | "purchase_key", value: string): Promise<Purchase | undefined> {
    const [row] = await postgres.rows(`${WHOLE} WHERE ${column} = $1`, [value]);
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
        const { kept: rows, requests } = takeRequests(purchases);
        const all = purchases.map((purchase, i): Row => ({ purchase, kept: rows[i] as KeptPurchase }));
        await keepRequests(client, requests);
        const kept = (await insert(client, all)) && (await replace(client, all));
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
    purchase text NOT NULL,
    requests text[] NOT NULL
  );
  CREATE TABLE IF NOT EXISTS doorkey_grant_requests (id text PRIMARY KEY, request text NOT NULL);
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

/** Orders, with their requests by id. */
const WHOLE = `SELECT order_id, purchase, (
  SELECT coalesce(json_object_agg(id, request), '{}') FROM doorkey_grant_requests WHERE id = ANY (requests)
) AS requests FROM doorkey_purchases`;

/** A purchase and what the table keeps of it. */
type Row = { readonly purchase: Purchase; readonly kept: KeptPurchase };

/** Two processes that keep the same requests do so in one order, and before they lock orders. */
async function keepRequests(client: PostgresClient, requests: ReadonlyMap<string, string>): Promise<void> {
  if (requests.size === 0) return;
  await client.query(
    `INSERT INTO doorkey_grant_requests SELECT * FROM unnest($1::text[], $2::text[]) AS row (id, request)
    ORDER BY id ON CONFLICT (id) DO NOTHING`,
    [[...requests.keys()], [...requests.values()]],
  );
}

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
async function insert(client: PostgresClient, rows: readonly Row[]): Promise<boolean> {
  const first = rows.filter(({ purchase }) => purchase.revision === 0);
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
async function replace(client: PostgresClient, rows: readonly Row[]): Promise<boolean> {
  const next = rows.filter(({ purchase }) => purchase.revision > 0);
  if (next.length === 0) return true;
  // Two processes that change the same orders lock them in one order, so neither waits for the other for ever.
  const before = await client.query(
    `SELECT event_id, class_id, invited_until, rights FROM doorkey_purchases
    WHERE order_id = ANY($1::text[]) ORDER BY order_id FOR UPDATE`,
    [next.map(({ purchase }) => purchase.orderId)],
  );
  const { rowCount } = await client.query(
    `UPDATE doorkey_purchases AS kept
    SET purchase_key = next.purchase_key, revision = next.revision, event_id = next.event_id,
      class_id = next.class_id, rights = next.rights, invited_until = next.invited_until, seats = next.seats,
      purchase = next.purchase, requests = next.requests
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

function sumOf({ purchase }: Row): Sum {
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
  seats::integer[] AS seats, purchase, requests::text[] AS requests
FROM unnest(
  $1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[], $7::bigint[], $8::text[], $9::text[],
  $10::text[]
) AS row (order_id, purchase_key, revision, event_id, class_id, rights, invited_until, seats, purchase, requests)`;

function columnsOf(rows: readonly Row[]): unknown[] {
  const purchases = rows.map(({ purchase }) => purchase);
  return [
    purchases.map(({ orderId }) => orderId),
    purchases.map(({ invitation }) => invitation.purchaseKey.toLowerCase()),
    purchases.map(({ revision }) => revision),
    purchases.map(({ invitation }) => invitation.event.eventId),
    purchases.map(({ invitation }) => invitation.classId),
    purchases.map(({ invitation }) => invitation.quantity),
    purchases.map(invitedUntil),
    purchases.map(({ seats }) => `{${seats}}`),
    rows.map(({ kept }) => kept.text),
    rows.map(({ kept }) => `{${kept.requests}}`),
  ];
}
