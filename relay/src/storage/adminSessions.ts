/** Sessions of operators in a browser. Any replica knows them; the cookie is kept as a hash. */

import { sql } from "kysely";
import type { Db, Tx } from "./transact.ts";

export type AdminSession = { readonly csrf: string; readonly expiresAt: Date };

type New = { readonly idHash: string; readonly csrf: string; readonly keyHash: string; readonly seconds: number };

/** @returns When it ends, by the database's clock. */
export async function openSession(tx: Tx, { idHash, csrf, keyHash, seconds }: New): Promise<Date> {
  await tx.deleteFrom("admin_sessions").where("expires_at", "<", sql<Date>`clock_timestamp()`).execute();
  const { expires_at } = await tx
    .insertInto("admin_sessions")
    .values({
      id_hash: idHash,
      csrf,
      key_hash: keyHash,
      expires_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .returning("expires_at")
    .executeTakeFirstOrThrow();
  return expires_at;
}

/** A session that has not ended. It ends when the admin's key changes. */
export async function sessionOf(db: Db, idHash: string, keyHash: string): Promise<AdminSession | undefined> {
  const row = await db
    .selectFrom("admin_sessions")
    .select(["csrf", "expires_at"])
    .where("id_hash", "=", idHash)
    .where("key_hash", "=", keyHash)
    .where("expires_at", ">", sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return row && { csrf: row.csrf, expiresAt: row.expires_at };
}

export async function closeSession(tx: Tx, idHash: string): Promise<void> {
  await tx.deleteFrom("admin_sessions").where("id_hash", "=", idHash).execute();
}
