import type { Kysely, Transaction } from "kysely";
import type { Database } from "./tables.ts";

/** For functions that take a transaction or the pool. */
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

/** Serialization failure and deadlock. The database rolled everything back, and the same work may succeed now. */
const UNDONE: ReadonlySet<unknown> = new Set(["40001", "40P01"]);
const TRIES = 4;

/**
 * Runs `work` in one database transaction, and again if the database rolled it back in favour of another one. `work`
 * must use only `tx`. It must not use the chain, nor the pool, whose only connection it holds in the embedded engine.
 */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const code = (error as { readonly code?: unknown } | undefined)?.code;
      if (attempt === TRIES || !UNDONE.has(code)) throw error;
    }
  }
}
