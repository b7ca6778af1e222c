import type { Kysely, Transaction } from "kysely";
import type { Database } from "./tables.ts";

/** Where a function may be given a transaction or the pool. */
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

/** Serialization failure and deadlock: the database undid everything, and the same work may well pass now. */
const UNDONE = new Set(["40001", "40P01"]);
const TRIES = 4;

/**
 * Runs `work` in one database transaction, again if the database undid it for the sake of another one. `work` must do
 * nothing but talk to `tx`: never to the pool (embedded, its only connection is this transaction's), never to the chain.
 */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === TRIES || !UNDONE.has(sqlStateOf(error) ?? "")) throw error;
    }
  }
}

function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
