import { expect } from "chai";
import { sql } from "kysely";
import { newRequest } from "../../test/helpers/newRequests.ts";
import { storageKinds } from "../../test/helpers/storages.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { startRetention } from "../startRelay/startRetention.ts";
import { closeSession, dropOldRows, enqueue, openSession, sessionOf, transact } from "./index.ts";

const DAYS = 10;

for (const kind of storageKinds) {
  describe(`what operators keep (${kind})`, () => {
    const storage = useStorage(kind);

    const age = (table: string, column: string) =>
      sql`update ${sql.table(table)} set ${sql.ref(column)} = clock_timestamp() - ${DAYS + 1} * interval '1 day'`.execute(
        storage.db,
      );
    const count = async (table: string) =>
      (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(storage.db)).rows[0]?.n ?? 0;
    /** Stores requests, with events that are known everywhere, and ends them long ago. */
    async function endedLongAgo(requests: number, deadline = 1): Promise<void> {
      await enqueue(
        storage.db,
        Array.from({ length: requests }, () => newRequest()),
      );
      await sql`update status_events set fanned_out_at = clock_timestamp()`.execute(storage.db);
      await sql`update requests set state = 'cancelled', reserved_wei = 0, deadline = ${deadline}`.execute(storage.db);
      await age("requests", "updated_at");
      await age("status_events", "created_at");
    }
    const prepared = (rows: number) =>
      sql`insert into prepared_nonces (from_address, next_nonce, used_at)
      select i, 1, '2020-01-01' from generate_series(1, ${sql.lit(rows)}) as i`.execute(storage.db);

    it("is dropped in steps until none is old", async () => {
      await prepared(2_001);
      expect(await dropOldRows(storage.db, DAYS)).to.deep.equal({ prepared_nonces: 2_001 });
      expect(await count("prepared_nonces")).to.equal(0);
      expect(await dropOldRows(storage.db, DAYS)).to.deep.equal({});
    });

    it("stays from the step on at which the relay stops", async () => {
      await prepared(2_001);
      await endedLongAgo(2);
      let dropped = 0;
      const isOver = () => dropped++ >= 7;
      // One step each for deliveries, events, requests, attempts, transactions and budgets, and one for the first nonces.
      const all = { status_events: 2, requests: 2, prepared_nonces: 1_000 };
      expect(await dropOldRows(storage.db, DAYS, isOver)).to.deep.equal(all);
      expect(await count("prepared_nonces")).to.equal(1_001);
      expect(await dropOldRows(storage.db, DAYS, () => true)).to.deep.equal({});
    });

    it("is a final request until its deadline has passed that long ago", async () => {
      await endedLongAgo(1, Math.floor(Date.now() / 1_000));
      await dropOldRows(storage.db, DAYS);
      expect(await count("requests")).to.equal(1);
    });

    it("follows the configuration", async () => {
      await endedLongAgo(2);
      let days: number | undefined;
      const rounds: object[] = [];
      const troubles: unknown[] = [];
      const job = startRetention({
        db: storage.db,
        config: () => ({ retention: days === undefined ? {} : { days } }),
        onDropped: (dropped) => rounds.push(dropped),
        onTrouble: (error) => troubles.push(error),
      });
      await job.round();
      expect(await count("requests")).to.equal(2);
      days = DAYS;
      await job.round();
      expect(await count("requests")).to.equal(0);
      expect(rounds).to.deep.equal([{ status_events: 2, requests: 2 }]);
      expect(troubles).to.deep.equal([]);
      await job.stop();
    });
  });
}

for (const kind of storageKinds) {
  describe(`a session of an operator (${kind})`, () => {
    const storage = useStorage(kind);
    const open = (idHash: string, seconds: number) =>
      transact(storage.db, (tx) => openSession(tx, { idHash, csrf: `csrf of ${idHash}`, keyHash: "key", seconds }));
    const ids = async () => {
      const rows = await storage.db.selectFrom("admin_sessions").select("id_hash").orderBy("id_hash").execute();
      return rows.map((row) => row.id_hash);
    };

    it("is known with its key until it ends or is closed", async () => {
      const expiresAt = await open("one", 3_600);
      await open("two", 3_600);
      expect(await sessionOf(storage.db, "one", "key")).to.deep.equal({ csrf: "csrf of one", expiresAt });
      expect(await sessionOf(storage.db, "one", "a new key")).to.equal(undefined);
      expect(await sessionOf(storage.db, "three", "key")).to.equal(undefined);
      await transact(storage.db, (tx) => closeSession(tx, "one"));
      expect(await sessionOf(storage.db, "one", "key")).to.equal(undefined);
      expect(await sessionOf(storage.db, "two", "key")).not.to.equal(undefined);
      await open("ended", -1);
      expect(await sessionOf(storage.db, "ended", "key")).to.equal(undefined);
    });

    it("is dropped after its end, when another one opens or when old rows are dropped", async () => {
      await open("open", 3_600);
      await open("ended", -1);
      expect(await dropOldRows(storage.db, DAYS)).to.deep.equal({ admin_sessions: 1 });
      expect(await ids()).to.deep.equal(["open"]);
      await open("ended", -1);
      await open("next", 60);
      expect(await ids()).to.deep.equal(["next", "open"]);
    });
  });
}
