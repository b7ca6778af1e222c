import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { sql } from "kysely";
import { migrate, openStorage, type Storage } from "../../src/storage/index.ts";
import type { Db } from "../../src/storage/transact.ts";
import { emptyTables, openTestStorage, SHARED_SERVER, storageKinds, type TestStorage } from "./storages.ts";

/** This process's database on the server that many runs share. It stays until the server is removed. */
let kept: Promise<Storage> | undefined;

/**
 * Opens a database for the tests of a block, and empties it before each of them. It is a PostgreSQL if this machine has it.
 * If `DOORKEY_POSTGRES_URL` names a server, all blocks of this process have one database there.
 */
export function useStorage(kind: Storage["kind"] = storageKinds.at(-1) ?? "embedded"): { readonly db: Db } {
  let storage: Storage | TestStorage | undefined;
  before(async () => {
    const server = kind === "postgres" ? SHARED_SERVER : undefined;
    storage = await (server === undefined ? openTestStorage(kind) : keptOn(server));
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

function keptOn(server: string): Promise<Storage> {
  kept ??= openOn(server);
  return kept;
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
