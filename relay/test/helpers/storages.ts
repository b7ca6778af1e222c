/** Both databases that the relay runs on, for tests that run on each. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresPrograms, startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { sql } from "kysely";
import { migrate, openStorage, type Storage } from "../../src/storage/index.ts";
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

/** A server of its own, or a folder of its own. */
export async function openTestStorage(kind: Storage["kind"]): Promise<TestStorage> {
  if (kind === "postgres") {
    const postgres = await startPostgres();
    const storage = await openStorage({ kind, url: postgres.url });
    await migrate(storage.db);
    const remove = async () => {
      await storage.close();
      await postgres.remove();
    };
    return { ...storage, postgres, remove };
  }
  const parent = await mkdtemp(join(tmpdir(), "doorkey-embedded-"));
  const folder = join(parent, "data");
  const storage = await openStorage({ kind, folder });
  await migrate(storage.db);
  const remove = async () => {
    await storage.close();
    await rm(parent, { recursive: true, force: true });
  };
  return { ...storage, folder, remove };
}

/** Empties every table. */
export async function emptyTables(db: Db): Promise<void> {
  await sql`truncate attempts, requests, transactions, signers, replicas, status_events, budgets, prepared_nonces, pauses,
    admin_sessions restart identity cascade`.execute(db);
}
