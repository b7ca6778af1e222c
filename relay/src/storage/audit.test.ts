import { expect } from "chai";
import { sql } from "kysely";
import { storageKinds } from "../../test/helpers/storages.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { auditRows, recordAct, transact } from "./index.ts";

for (const kind of storageKinds) {
  describe(`the log of what operators did (${kind})`, () => {
    const storage = useStorage(kind);
    const count = async () => (await auditRows(storage.db, { limit: 1_000 })).length;

    it("takes new rows, and refuses every change", async () => {
      const { db } = storage;
      const before = await count();
      for (const act of ["pause", "resume"]) await recordAct(db, { actor: "key", act, target: "all" });
      const [newest, second] = await auditRows(db, { limit: 2 });
      expect(newest).to.include({ act: "resume", actor: "key", target: "all", detail: "" });
      expect(await auditRows(db, { limit: 1, before: newest?.id ?? 0 })).to.deep.equal([second]);
      for (const change of [
        sql`update audit_log set act = 'nothing'`,
        sql`delete from audit_log`,
        sql`truncate audit_log`,
        sql`update audit_log set at = clock_timestamp() where id = ${newest?.id}`,
      ]) {
        const error = await change.execute(db).catch((thrown: unknown) => thrown);
        expect(String(error)).to.match(/audit_log takes new rows only/);
      }
      expect(await count()).to.equal(before + 2);
    });

    it("has no row of an act that was rolled back", async () => {
      const before = await count();
      await transact(storage.db, async (tx) => {
        await recordAct(tx, { actor: "key", act: "drain", target: "intake", detail: "for the night" });
        throw new Error("the act failed");
      }).catch(() => {});
      expect(await count()).to.equal(before);
    });
  });
}
