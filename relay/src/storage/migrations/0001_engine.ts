import { type Kysely, sql } from "kysely";

export const cause = "Requests, transactions, their attempts, budgets and pauses survive any crash.";

/** Everything that the engine and the intake need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const now = sql`clock_timestamp()`;

  await db.schema
    .createTable("signers")
    .addColumn("address", "text", (column) => column.primaryKey())
    .addColumn("next_nonce", "bigint", (column) => column.notNull())
    .addColumn("lease_owner", "text")
    .addColumn("lease_until", "timestamptz")
    .addColumn("epoch", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("low_since", "timestamptz")
    .execute();

  await db.schema
    .createTable("replicas")
    .addColumn("owner", "text", (column) => column.primaryKey())
    .addColumn("signers", sql`text[]`, (column) => column.notNull())
    .addColumn("seen_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();

  await db.schema
    .createTable("transactions")
    .addColumn("id", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn("signer", "text", (column) => column.notNull().references("signers.address"))
    .addColumn("nonce", "bigint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("to_address", "text", (column) => column.notNull())
    .addColumn("data", "text", (column) => column.notNull())
    .addColumn("gas_limit", "bigint", (column) => column.notNull())
    .addColumn("transaction_hash", "text")
    .addColumn("block_number", "bigint")
    .addColumn("block_hash", "text")
    .addColumn("cost_wei", sql`numeric(78)`, (column) => column.notNull().defaultTo(0))
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addCheckConstraint("transactions_kind", sql`kind in ('requests', 'returns', 'fill')`)
    .addCheckConstraint("transactions_state", sql`state in ('assigned', 'sent', 'mined', 'final', 'displaced')`)
    .execute();
  // The relay gives up a displaced nonce for good, so its row must not block another one.
  await sql`create unique index transactions_nonce on transactions (signer, nonce) where state <> 'displaced'`.execute(
    db,
  );
  await sql`create index transactions_open on transactions (signer, nonce)
    where state in ('assigned', 'sent', 'mined')`.execute(db);

  await db.schema
    .createTable("attempts")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("tx_id", "bigint", (column) => column.notNull().references("transactions.id"))
    .addColumn("raw", "text", (column) => column.notNull())
    .addColumn("max_fee", sql`numeric(78)`, (column) => column.notNull())
    .addColumn("max_tip", sql`numeric(78)`, (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("attempts_tx").on("attempts").column("tx_id").execute();

  await db.schema
    .createTable("requests")
    .addColumn("digest", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("from_address", "text", (column) => column.notNull())
    .addColumn("nonce", sql`numeric(78)`)
    .addColumn("to_address", "text", (column) => column.notNull())
    .addColumn("selector", "text", (column) => column.notNull())
    .addColumn("gas", "bigint", (column) => column.notNull())
    .addColumn("deadline", "bigint", (column) => column.notNull())
    .addColumn("relayer", "text")
    .addColumn("payload", "jsonb", (column) => column.notNull())
    .addColumn("sponsor", "text", (column) => column.notNull())
    .addColumn("priority", "smallint", (column) => column.notNull())
    .addColumn("tx_id", "bigint", (column) => column.references("transactions.id"))
    .addColumn("position", "integer")
    .addColumn("hold_owner", "text")
    .addColumn("hold_until", "timestamptz")
    .addColumn("max_batch", "integer", (column) => column.notNull().defaultTo(1_000_000))
    .addColumn("solo_failures", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("outcome", "text")
    .addColumn("reason_code", "text")
    .addColumn("reason_detail", "text")
    .addColumn("reason_data", "text")
    .addColumn("transaction_hash", "text")
    .addColumn("block_number", "bigint")
    .addColumn("block_hash", "text")
    .addColumn("gas_used", "bigint")
    .addColumn("reserved_wei", sql`numeric(78)`, (column) => column.notNull().defaultTo(0))
    .addColumn("reserved_periods", sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
    .addColumn("charged_wei", sql`numeric(78)`, (column) => column.notNull().defaultTo(0))
    .addColumn("received_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addCheckConstraint("requests_kind", sql`kind in ('request', 'return') and (nonce is null) = (kind = 'return')`)
    .addCheckConstraint(
      "requests_state",
      sql`state in ('queued', 'assigned', 'mined', 'confirmed', 'rejected', 'expired', 'superseded',
        'executed_elsewhere', 'cancelled')`,
    )
    .execute();
  // One live request a nonce. The relay never sends a dead one, so its nonce may be used again.
  await sql`create unique index requests_nonce on requests (from_address, nonce)
    where kind = 'request' and state not in ('rejected', 'expired', 'superseded', 'cancelled')`.execute(db);
  await sql`create index requests_queue on requests (priority, received_at) where state = 'queued'`.execute(db);
  await sql`create index requests_deadline on requests (deadline) where state = 'queued'`.execute(db);
  await sql`create index requests_tx on requests (tx_id, position) where tx_id is not null`.execute(db);
  await sql`create index requests_from on requests (from_address, updated_at)`.execute(db);

  await db.schema
    .createTable("status_events")
    .addColumn("seq", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("sponsor", "text", (column) => column.notNull())
    .addColumn("status", "jsonb", (column) => column.notNull())
    .addColumn("fanned_out_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("status_events_digest").on("status_events").columns(["digest", "seq"]).execute();
  await sql`create index status_events_new on status_events (seq) where fanned_out_at is null`.execute(db);

  await db.schema
    .createTable("budgets")
    .addColumn("sponsor", "text", (column) => column.notNull())
    .addColumn("period", "text", (column) => column.notNull())
    .addColumn("reserved_wei", sql`numeric(78)`, (column) => column.notNull().defaultTo(0))
    .addColumn("used_wei", sql`numeric(78)`, (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("budgets_pk", ["sponsor", "period"])
    .addCheckConstraint("budgets_positive", sql`reserved_wei >= 0 and used_wei >= 0`)
    .execute();

  await db.schema
    .createTable("prepared_nonces")
    .addColumn("from_address", "text", (column) => column.primaryKey())
    .addColumn("next_nonce", sql`numeric(78)`, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("pauses")
    .addColumn("scope", "text", (column) => column.primaryKey())
    .addColumn("since", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();
}
