/** Both databases that the relay runs on, for tests that run on each. */

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms, startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { type RawBuilder, sql } from "kysely";
import { migrate, openStorage, type Storage, type StorageOptions } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";

export type TestStorage = Storage & {
  /** Present if the database is a server that can be stopped. */
  readonly postgres?: TestPostgres;
  readonly folder?: string;
  readonly remove: () => Promise<void>;
};

/** A server that many runs share. Their tests of storage use it alone, because the embedded engine takes long to start. */
export const SHARED_SERVER = process.env.DOORKEY_POSTGRES_URL;

/** Always the embedded engine; also PostgreSQL if this machine has it. */
export const storageKinds: readonly Storage["kind"][] =
  SHARED_SERVER !== undefined
    ? ["postgres"]
    : postgresPrograms() === undefined
      ? ["embedded"]
      : ["embedded", "postgres"];

/** A server or a folder of its own. On a server that runs share, it is one more database. */
export async function openTestStorage(kind: Storage["kind"]): Promise<TestStorage> {
  if (kind === "postgres") return SHARED_SERVER === undefined ? openOwnServer() : openOn(SHARED_SERVER);
  const parent = await mkdtemp(join(tmpdir(), "doorkey-embedded-"));
  const folder = join(parent, "data");
  const storage = await openMigrated({ kind, folder });
  const remove = async () => {
    await storage.close();
    await rm(parent, { recursive: true, force: true });
  };
  return { ...storage, folder, remove };
}

/** A PostgreSQL of its own, also for a run that shares a server: for tests that stop it, or look at all who wait in it. */
export async function openOwnServer(): Promise<TestStorage & { readonly postgres: TestPostgres }> {
  const postgres = await startPostgres();
  const storage = await openMigrated({ kind: "postgres", url: postgres.url });
  const remove = async () => {
    await storage.close();
    await postgres.remove();
  };
  return { ...storage, postgres, remove };
}

async function openOn(server: string): Promise<TestStorage> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const act = async (statement: RawBuilder<unknown>) => {
    const home = await openStorage({ kind: "postgres", url: server });
    await statement.execute(home.db);
    await home.close();
  };
  await act(sql`create database ${sql.id(name)}`);
  const url = new URL(server);
  url.pathname = name;
  const storage = await openMigrated({ kind: "postgres", url: url.href });
  const remove = async () => {
    await storage.close();
    await act(sql`drop database ${sql.id(name)}`);
  };
  return { ...storage, remove };
}

async function openMigrated(options: StorageOptions): Promise<Storage> {
  const storage = await openStorage(options);
  await migrate(storage.db);
  return storage;
}

/** Empties every table. */
export async function emptyTables(db: Db): Promise<void> {
  await sql`truncate attempts, requests, transactions, signers, replicas, status_events, budgets, prepared_nonces, pauses,
    admin_sessions restart identity cascade`.execute(db);
}
