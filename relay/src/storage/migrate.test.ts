import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sql } from "kysely";
import { openTestStorage, storageKinds } from "../../test/helpers/storages.ts";
import { isMigrated, migrate, openStorage, StorageError } from "./index.ts";

for (const kind of storageKinds) {
  describe(`migrations (${kind})`, () => {
    it("say why they ran, and refuse tables of a newer version by name", async () => {
      const storage = await openTestStorage(kind);
      try {
        expect(await migrate(storage.db)).to.deep.equal([]);
        expect(await isMigrated(storage.db)).to.equal(true);
        await sql`insert into kysely_migration (name, timestamp) values ('0099_later', 'now')`.execute(storage.db);
        const error = await migrate(storage.db).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(StorageError).and.include({ code: "STORAGE_NEWER" });
        expect(String(error)).to.contain("0099_later").and.contain("no way down");
      } finally {
        await storage.remove();
      }
    });
  });
}

describe("a migration", () => {
  it("that fails names itself and the database's own words, and changes nothing", async () => {
    const parent = await mkdtemp(join(tmpdir(), "doorkey-migrations-"));
    const storage = await openStorage({ kind: "embedded", folder: join(parent, "data") });
    try {
      expect(await isMigrated(storage.db)).to.equal(false);
      await sql`create table webhook_deliveries (x integer)`.execute(storage.db);
      const error = await migrate(storage.db).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "STORAGE_MIGRATION_FAILED" });
      expect(String(error)).to.match(/0002_webhooks failed\. The database says: .*webhook_deliveries.*already exists/);
      expect(await isMigrated(storage.db)).to.equal(false);
      await sql`drop table webhook_deliveries`.execute(storage.db);
      const ran = await migrate(storage.db);
      expect(ran.map(({ migration }) => migration)).to.include.members(["0002_webhooks", "0006_operations"]);
      for (const { cause } of ran) expect(cause).to.match(/^[A-Z].*\.$/);
      expect(await isMigrated(storage.db)).to.equal(true);
    } finally {
      await storage.close();
      await rm(parent, { recursive: true, force: true });
    }
  });
});
