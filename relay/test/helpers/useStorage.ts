import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { sql } from "kysely";
import { migrate, openStorage, type Storage } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "./storages.ts";

/** A server that many runs share. A database on it stays until the server is removed. */
const SHARED = process.env.DOORKEY_POSTGRES_URL;
let kept: Promise<Storage> | undefined;

/**
 * Opens a database for the tests of a block, and empties it before each of them. It is a PostgreSQL if this machine has it.
 * If `DOORKEY_POSTGRES_URL` names a server, all blocks of this process have one database there.
 */
export function useStorage(kind: Storage["kind"] = storageKinds.at(-1) ?? "embedded"): { readonly db: Db } {
  let storage: Storage | TestStorage | undefined;
  before(async () => {
    const isShared = kind === "postgres" && SHARED !== undefined;
    if (isShared) kept ??= openOn(SHARED);
    storage = await (isShared ? kept : openTestStorage(kind));
  });
  const open = () => storage ?? expect.fail("a test has a database, a block has none");
  beforeEach(() => emptyTables(open().db));
  after(async () => {
    if (storage !== undefined && "remove" in storage) await storage.remove();
  });
  return {
    get db() {
      return open().db;
    },
  };
}

/** One more database on a server. */
async function openOn(server: string): Promise<Storage> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const home = await openStorage({ kind: "postgres", url: server });
  await sql`create database ${sql.id(name)}`.execute(home.db);
  await home.close();
  const url = new URL(server);
  url.pathname = name;
  const storage = await openStorage({ kind: "postgres", url: url.href });
  await migrate(storage.db);
  return storage;
}
