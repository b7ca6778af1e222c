/** Whether the database does its work now. */

import { sql } from "kysely";
import { type Db, transact } from "./transact.ts";

/**
 * Writes a row. Resolves when the database took it; rejects when it did not, within the time (F19).
 *
 * @param ms The longest that the database may take over it.
 */
export async function assertWritable(db: Db, ms = 2_000): Promise<void> {
  await transact(db, async (tx) => {
    await sql`select set_config('lock_timeout', ${`${ms}ms`}, true), set_config('statement_timeout', ${`${ms}ms`}, true)`.execute(
      tx,
    );
    await tx.updateTable("write_probe").set({ written_at: sql<Date>`clock_timestamp()` }).where("id", "=", 1).execute();
  });
}

/** Rejects when the database does not answer a question about requests. */
export async function assertReadable(db: Db): Promise<void> {
  await db.selectFrom("requests").select("digest").limit(1).execute();
}
