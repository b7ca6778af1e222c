import type { Held } from "doorkey-test-support/interleave";
import { sql } from "kysely";
import type { Db, Tx } from "../../src/storage/transact.ts";

/** Runs `work` in a database transaction, which stays open until it is committed. */
export async function holdIn(db: Db, work: (tx: Tx) => Promise<unknown>): Promise<Held & { readonly tx: Tx }> {
  const tx = await db.startTransaction().execute();
  await work(tx);
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  return {
    tx,
    pid: rows[0]?.pid ?? 0,
    commit: async () => {
      await tx.commit().execute();
    },
  };
}
