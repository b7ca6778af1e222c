import { expect } from "chai";
import { sql } from "kysely";
import { openTestStorage, storageKinds } from "../../test/helpers/storages.ts";
import { isMigrated, migrate, StorageError } from "./index.ts";

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

    it("name the one that failed and the database's own words, and change nothing", async () => {
      const storage = await openTestStorage(kind);
      try {
        await sql`drop schema public cascade`.execute(storage.db);
        await sql`create schema public`.execute(storage.db);
        expect(await isMigrated(storage.db)).to.equal(false);
        await sql`create table webhook_deliveries (x integer)`.execute(storage.db);
        const error = await migrate(storage.db).catch((thrown: unknown) => thrown);
        expect(error).to.include({ code: "STORAGE_MIGRATION_FAILED" });
        expect((error as StorageError).cause).to.be.instanceOf(Error);
        const words = /0002_webhooks failed\. The database says: .*webhook_deliveries.*already exists/;
        expect(String(error)).to.match(words);
        expect(await isMigrated(storage.db)).to.equal(false);
        await sql`drop table webhook_deliveries`.execute(storage.db);
        const ran = await migrate(storage.db);
        expect(ran.map(({ migration }) => migration)).to.include.members(["0002_webhooks", "0006_operations"]);
        for (const { cause } of ran) expect(cause).to.match(/^[A-Z].*\.$/);
        expect(await isMigrated(storage.db)).to.equal(true);
      } finally {
        await storage.remove();
      }
    });
  });
}
