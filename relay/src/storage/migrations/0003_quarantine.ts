import type { Kysely } from "kysely";

export const cause = "A request about which no node answers waits by itself and stops no other.";

/** Requests about which a node does not answer wait, each longer than the last time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("requests")
    .addColumn("troubles", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("trouble", "text")
    .execute();
}
