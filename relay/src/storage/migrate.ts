import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";
import { StorageError } from "./StorageError.ts";
import type { Database } from "./tables.ts";

/** A migration that ran now, and why this version needs it. */
export type Migrated = { readonly migration: string; readonly cause: string };

function migratorOf(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}

/**
 * Brings the tables up to date. Replicas that start together wait for one another.
 *
 * @returns The migrations that ran now.
 * @throws STORAGE_NEWER when a newer version has changed the tables: there is no way down.
 * @throws STORAGE_MIGRATION_FAILED, which names the migration and the database's own words.
 */
export async function migrate(db: Kysely<Database>): Promise<Migrated[]> {
  const unknown = await unknownMigrations(db);
  if (unknown.length > 0) {
    const detail = `This version does not know ${unknown.join(", ")}. Start the newer version, or restore a backup of before.`;
    throw new StorageError("STORAGE_NEWER", { detail });
  }
  const { error, results = [] } = await migratorOf(db).migrateToLatest();
  const names = (status: string) => results.filter((one) => one.status === status).map((one) => one.migrationName);
  if (error !== undefined) {
    const [failed] = names("Error");
    const words = error instanceof Error ? error.message : String(error);
    const step = failed === undefined ? "" : `${failed} failed. `;
    throw new StorageError("STORAGE_MIGRATION_FAILED", { cause: error, detail: `${step}The database says: ${words}` });
  }
  return names("Success").map((migration) => ({ migration, cause: migrations[migration]?.cause ?? "" }));
}

/** Whether every migration of this version has run: part of being ready. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  const known = await migratorOf(db).getMigrations();
  return known.every(({ executedAt }) => executedAt !== undefined);
}

/** Migrations that a newer version ran. */
async function unknownMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows: tables } = await sql<{ found: boolean }>`
    select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (tables[0]?.found !== true) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(migrations, name));
}
