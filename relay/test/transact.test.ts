import { expect } from "chai";
import { sql } from "kysely";
import { enqueue, transact } from "../src/storage/index.ts";
import type { Tx } from "../src/storage/transact.ts";
import { newRequest } from "./helpers/newRequests.ts";
import { storageKinds } from "./helpers/storages.ts";
import { useStorage } from "./helpers/useStorage.ts";

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const LOCK_NOT_AVAILABLE = "55P03";

for (const kind of storageKinds) {
  describe(`a database transaction (${kind})`, () => {
    const storage = useStorage(kind);
    beforeEach(() => enqueue(storage.db, [newRequest()]));

    const troubles = async () =>
      (await storage.db.selectFrom("requests").select("troubles").executeTakeFirst())?.troubles;
    const write = (tx: Tx) => tx.updateTable("requests").set({ troubles: sql<number>`troubles + 1` }).execute();
    /** The database gives work up with this state. */
    const fail = (tx: Tx, state: string) =>
      sql`do ${sql.raw(`$$ begin raise exception 'given up' using errcode = '${state}'; end $$`)}`.execute(tx);

    for (const state of [SERIALIZATION_FAILURE, DEADLOCK]) {
      it(`is tried again when the database gives it up with ${state}, and writes once`, async () => {
        let tries = 0;
        const result = await transact(storage.db, async (tx) => {
          await write(tx);
          if (++tries < 4) await fail(tx, state);
          return "done";
        });
        expect([result, tries, await troubles()]).to.deep.equal(["done", 4, 1]);
      });
    }

    it("ends with the database's error after the fourth try, and writes nothing", async () => {
      let tries = 0;
      const error = await transact(storage.db, async (tx) => {
        tries++;
        await write(tx);
        await fail(tx, DEADLOCK);
      }).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: DEADLOCK });
      expect([tries, await troubles()]).to.deep.equal([4, 0]);
    });

    it("is tried once if it fails for another reason", async () => {
      for (const failing of [
        (tx: Tx) => fail(tx, LOCK_NOT_AVAILABLE),
        () => Promise.reject(new Error("the work failed")),
      ]) {
        let tries = 0;
        const error = await transact(storage.db, async (tx) => {
          tries++;
          await write(tx);
          await failing(tx);
        }).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(Error);
        expect([tries, await troubles()]).to.deep.equal([1, 0]);
      }
    });
  });
}
