import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";
import { StorageError } from "./StorageError.ts";
import type { Database } from "./tables.ts";

function migratorOf(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}

/**
 * Brings the tables up to date. Replicas that start together wait for one another.
 *
 * @throws STORAGE_MIGRATION_FAILED, with the database's own error as cause.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error !== undefined) throw new StorageError("STORAGE_MIGRATION_FAILED", { cause: error });
}

/** Whether every migration of this version has run: part of being ready. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  const known = await migratorOf(db).getMigrations();
  return known.every(({ executedAt }) => executedAt !== undefined);
}
