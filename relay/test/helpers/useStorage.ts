import { expect } from "chai";
import type { Storage } from "../../src/storage/index.ts";
import { emptyTables, openTestStorage, SHARED_SERVER, storageKinds, type TestStorage } from "./storages.ts";

/** This process's database on a server that many runs share. It stays until the server is removed. */
let kept: Promise<TestStorage> | undefined;

/**
 * Opens a database for the tests of a block, and empties it before each of them. It is a PostgreSQL if this machine has it.
 * If `DOORKEY_POSTGRES_URL` names a server, all blocks of this process have one database there.
 */
export function useStorage(
  kind: Storage["kind"] = storageKinds.at(-1) ?? "embedded",
): Pick<Storage, "db" | "kind" | "listen"> {
  // Runs that share a server use no other kind.
  const isKept = kind === "postgres" && SHARED_SERVER !== undefined;
  let storage: TestStorage | undefined;
  before(async () => {
    const opening = kept ?? openTestStorage(kind);
    if (isKept) kept = opening;
    storage = await opening;
  });
  const open = () => storage ?? expect.fail("a test has a database, a block has none");
  beforeEach(() => emptyTables(open().db));
  after(async () => {
    if (!isKept) await storage?.remove();
  });
  return {
    kind,
    get db() {
      return open().db;
    },
    listen: (onQueued) => open().listen(onQueued),
  };
}
