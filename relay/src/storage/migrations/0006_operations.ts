import { type Kysely, sql } from "kysely";

export const cause = "Operators search requests, see each signer's progress, and find their own acts in a log.";

/** What operators read, and the log of what they did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const now = sql`clock_timestamp()`;

  await sql`alter table requests add column event_ids bigint[] not null default '{}'`.execute(db);
  await sql`create index requests_events on requests using gin (event_ids)`.execute(db);
  await sql`create index requests_received on requests (received_at, digest)`.execute(db);
  await sql`create index requests_sponsor on requests (sponsor, received_at)`.execute(db);

  await db.schema.alterTable("signers").addColumn("passed_at", "timestamptz").addColumn("trouble", "text").execute();
  await db.schema
    .alterTable("prepared_nonces")
    .addColumn("used_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();

  // One row, which the relay writes to see whether the database takes writes.
  await db.schema
    .createTable("write_probe")
    .addColumn("id", "integer", (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn("written_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();
  await sql`insert into write_probe (id) values (1)`.execute(db);

  await db.schema
    .createTable("admin_sessions")
    .addColumn("id_hash", "text", (column) => column.primaryKey())
    .addColumn("csrf", "text", (column) => column.notNull())
    .addColumn("key_hash", "text", (column) => column.notNull())
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .execute();

  await db.schema
    .createTable("audit_log")
    .addColumn("id", "bigint", (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn("at", "timestamptz", (column) => column.notNull().defaultTo(now))
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await sql`
    create function audit_log_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_log takes new rows only: % is refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`create trigger audit_log_rows before update or delete on audit_log
    for each row execute function audit_log_is_append_only()`.execute(db);
  await sql`create trigger audit_log_table before truncate on audit_log
    for each statement execute function audit_log_is_append_only()`.execute(db);
}
