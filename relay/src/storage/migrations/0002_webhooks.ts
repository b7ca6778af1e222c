import { type Kysely, sql } from "kysely";

export const cause = "Sites receive every change of a request, also one that they missed.";

/** Webhook deliveries: a row for each status event and each endpoint that receives it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const now = sql`clock_timestamp()`;
  await db.schema
    .createTable("webhook_deliveries")
    .addColumn("id", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull().references("status_events.seq"))
    .addColumn("state", "text", (column) => column.notNull().defaultTo("waiting"))
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("due_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addColumn("last_fault", "text")
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addCheckConstraint("webhook_deliveries_state", sql`state in ('waiting', 'delivered', 'dead')`)
    .addUniqueConstraint("webhook_deliveries_once", ["endpoint", "seq"])
    .execute();
  await sql`create index webhook_deliveries_due on webhook_deliveries (endpoint, due_at) where state = 'waiting'`.execute(
    db,
  );
}
