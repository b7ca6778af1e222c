import { type Kysely, sql } from "kysely";

export const cause = "Refused attempts, keys with code, and sponsors that share a queue are known after a restart.";

/** What nodes refuse, keys that were seen or got code, and a queue that is shared by sponsors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("attempts").addColumn("refusal", "text").execute();
  await db.schema
    .alterTable("signers")
    .addColumn("seen_at", "timestamptz")
    .addColumn("code_since", "timestamptz")
    .execute();
  await sql`create index requests_queue_of_sponsor on requests (sponsor, priority, received_at)
    where state = 'queued'`.execute(db);
}
