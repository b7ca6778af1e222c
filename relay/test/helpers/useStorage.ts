import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { sql } from "kysely";
import { migrate, openStorage, type Storage } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "./storages.ts";

/** A server that the tests of many processes share. */
const SHARED = process.env.DOORKEY_POSTGRES_URL;

/**
 * Opens a database for the tests of a block, and empties it before each of them. It is a PostgreSQL if this machine has it.
 * If `DOORKEY_POSTGRES_URL` names a server, the database is one more on it.
 */
export function useStorage(kind: Storage["kind"] = storageKinds.at(-1) ?? "embedded"): { readonly db: Db } {
  let storage: TestStorage | undefined;
  before(async () => {
    storage = await (kind === "postgres" && SHARED !== undefined ? openOn(SHARED) : openTestStorage(kind));
  });
  const open = () => storage ?? expect.fail("a test has a database, a block has none");
  beforeEach(() => emptyTables(open().db));
  after(() => storage?.remove());
  return {
    get db() {
      return open().db;
    },
  };
}

/** One more database on a server. */
async function openOn(server: string): Promise<TestStorage> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const home = await openStorage({ kind: "postgres", url: server, poolSize: 1 });
  await sql`create database ${sql.id(name)}`.execute(home.db);
  const url = new URL(server);
  url.pathname = name;
  const storage = await openStorage({ kind: "postgres", url: url.href });
  await migrate(storage.db);
  const remove = async () => {
    await storage.close();
    await sql`drop database ${sql.id(name)}`.execute(home.db);
    await home.close();
  };
  return { ...storage, remove };
}
